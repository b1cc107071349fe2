"""The program's place on the user's desktop: what is put there, and taken away again."""
