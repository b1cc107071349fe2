"""Files that messages have: what is looked at as they come, who may send and read which."""
