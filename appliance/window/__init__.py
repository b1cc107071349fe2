"""The window: its process, the server it starts, and how both end together."""
