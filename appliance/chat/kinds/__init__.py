"""The kinds of entries, a module each: how one is checked, who may, what it does to a message."""
