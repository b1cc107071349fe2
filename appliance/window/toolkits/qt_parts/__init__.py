"""What the window of Qt has around its page: one module for each."""
