"""The index of what was said, in a database of its own beside the log, which it follows."""
