"""What a screen of Xvfb shows, read from the file that it draws into.

No program has to be started to look, which would take time from what is looked at. The file is an
X window dump: a header of big-endian numbers, a table of colours, the rows (see XWDFile.h of X11).
"""

from __future__ import annotations

import mmap
import struct
import sys
from pathlib import Path
from typing import Final

_HEADER: Final = struct.Struct(">25I")
_HEADER_BYTES, _ROW_BYTES, _ENTRIES = 0, 12, 19
_ENTRY_BYTES: Final = 12
_POINT_BYTES: Final = 4
_COLOUR: Final = 0xFFFFFF
"""Of the four bytes of a point; what is in the fourth is nobody's concern."""

EVERY: Final = 15
"""Of so many rows one is looked at."""


class Framebuffer:
    """The file that `Xvfb -fbdir` keeps in this folder for a screen of 24 bits."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "Xvfb_screen0"

    def colours(self, x: int, y: int, width: int, height: int) -> int:
        """How many different ones are now in every fifteenth row of this part of the screen,
        where the mouse pointer may be, too. Takes about a millisecond.
        """
        with self._path.open("rb") as file:
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        with whole:
            return len({point & _COLOUR for point in self._points(whole, x, y, width, height)})

    def point(self, x: int, y: int) -> int:
        """The colour at this place now, as 0xrrggbb."""
        with self._path.open("rb") as file:
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        with whole:
            header = _HEADER.unpack_from(whole)
            begin = header[_HEADER_BYTES] + header[_ENTRIES] * _ENTRY_BYTES + x * _POINT_BYTES
            at = begin + y * header[_ROW_BYTES]
            return int.from_bytes(whole[at : at + _POINT_BYTES], sys.byteorder) & _COLOUR

    def _points(self, whole: mmap.mmap, x: int, y: int, width: int, height: int) -> set[int]:
        header = _HEADER.unpack_from(whole)
        begin = header[_HEADER_BYTES] + header[_ENTRIES] * _ENTRY_BYTES + x * _POINT_BYTES
        seen: set[int] = set()
        for row in range(y, y + height, EVERY):
            at = begin + row * header[_ROW_BYTES]
            seen.update(memoryview(whole[at : at + width * _POINT_BYTES]).cast("I"))
        return seen
