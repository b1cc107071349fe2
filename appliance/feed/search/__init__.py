"""Searching what was said, whatever it is kept in: what is asked, and what counts as the same."""
