"""What the server runs as: the child of the window, and what keeps it there."""
