"""An answer's body that is part of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

READ: Final = 64 * 1024
"""Bytes read at once for servers that do not know what this is."""


class FilePart:
    """`length` bytes of `file` from `offset` on, as a WSGI response's body.

    Our own server sends it from the file to the client without a greenlet, as fast as the client
    takes it, tells its length, and closes the file in the end, whatever becomes of the answer. So
    the file is this one's from now on: one that the system knows (it has a `fileno`), opened for
    reading bytes. It may lose its name meanwhile, but none of these bytes: then the answer is cut.

    To HEAD answer with the length and without this: Falcon would drop it with the file open.
    """

    __slots__ = ("file", "left", "offset")

    def __init__(self, file: BinaryIO, offset: int, length: int) -> None:
        self.file = file
        self.offset = offset
        self.left = length

    def piece(self, most: int) -> bytes:
        """The next of it, at most so many bytes; nothing at its end. Raises EOFError where the
        file has no more.
        """
        self.file.seek(self.offset)
        piece = self.file.read(min(most, self.left))
        self.went(len(piece))
        return piece

    def went(self, size: int) -> None:
        """So many bytes of it are on their way, which is none where it ends too early."""
        if self.left and not size:
            raise EOFError("A file became shorter while it was sent.")
        self.offset += size
        self.left -= size

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.piece(READ), b"")

    def close(self) -> None:
        self.file.close()
