"""What the window of GTK has besides its page: one module for each."""
