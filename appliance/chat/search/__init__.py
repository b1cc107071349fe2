"""Searching what was said: what may be asked, and what is answered."""
