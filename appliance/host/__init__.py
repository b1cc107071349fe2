"""Processes: the server's process, the data folder it owns, the addresses it is reached at."""
