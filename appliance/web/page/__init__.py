"""The page's files as they are sent; what happens in the page is in `ui/`."""
