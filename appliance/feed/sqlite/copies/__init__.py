"""Copies of a log: backup, what is put back, and what an older program left."""
