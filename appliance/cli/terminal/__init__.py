"""What a terminal is told, and how it ends."""
