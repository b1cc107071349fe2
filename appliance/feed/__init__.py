"""The ordered log and its announcement. Knows nothing of HTTP, sockets or what a chat is."""
