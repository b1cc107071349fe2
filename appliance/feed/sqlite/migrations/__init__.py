"""The numbered steps that bring a database to the form this program knows."""
