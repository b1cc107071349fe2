"""The log in SQLite: its one writer, its readers, its forms."""
