"""A chat elsewhere, as the commands talk to it."""
