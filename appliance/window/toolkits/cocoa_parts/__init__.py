"""What the window of Cocoa has around its page: one module for each."""
