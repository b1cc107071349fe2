"""What the window of GTK has around its page: one module for each."""
