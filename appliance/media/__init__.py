"""What a file is, by its bytes, and what is cut out of it: without web, chat or settings.

Nothing here decodes a picture or a sound, so that no library for that enters the executable and
what is shown stays as it was, bit by bit. Every module reads a file through a `SourceFile`, whose
budget ends what would take too long, and says as patches (`Patch`) what is to be changed.
"""
