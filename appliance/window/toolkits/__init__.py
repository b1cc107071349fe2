"""What draws the window: one module for each toolkit."""
