"""HTTP: the server with parked polls, the Falcon app and its resources."""
