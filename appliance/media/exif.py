"""Of EXIF we keep one thing: how a picture is turned. Without it it lies on its side."""

from __future__ import annotations

from typing import Final, Literal

HEADED: Final = b"Exif\0\0"
"""What stands before it in a JPEG."""

LONGEST: Final = 1 << 16
"""Bytes of it that are looked at: the first list comes at the beginning."""

UPRIGHT: Final = 1
SIDEWAYS: Final = 5
"""From this number on width and height change places."""

NOTHING: Final = b"II*\0\x08\0\0\0\0\0\0\0\0\0"
"""EXIF that says nothing, where something must stand."""

_ORIENTATION: Final = 0x0112
_SHORT: Final = 3
_MOST_FIELDS: Final = 500
_ORDERS: Final[dict[bytes, Literal["little", "big"]]] = {b"II*\0": "little", b"MM\0*": "big"}


def orientation(exif: bytes) -> int:
    """How the picture is turned, 1 to 8, as EXIF says; 1 where it says nothing we know."""
    tiff = exif.removeprefix(HEADED)
    order = _ORDERS.get(tiff[:4])
    if order is None:
        return UPRIGHT
    at = int.from_bytes(tiff[4:8], order)
    fields = int.from_bytes(tiff[at : at + 2], order)
    for begin in range(at + 2, at + 2 + 12 * min(fields, _MOST_FIELDS), 12):
        field = tiff[begin : begin + 12]
        if int.from_bytes(field[:2], order) == _ORIENTATION and len(field) == 12:
            turned = int.from_bytes(field[8:10], order)
            short = int.from_bytes(field[2:4], order) == _SHORT
            return turned if short and 1 <= turned <= 8 else UPRIGHT
    return UPRIGHT


def only(turned: int) -> bytes:
    """EXIF that says how the picture is turned, and nothing else; none for one that is upright."""
    if turned <= UPRIGHT:
        return b""
    field = b"".join(number.to_bytes(2, "little") for number in (_ORIENTATION, _SHORT, 1, 0))
    value = turned.to_bytes(2, "little") + b"\0\0"
    return b"II*\0\x08\0\0\0" + b"\x01\0" + field + value + b"\0\0\0\0"


def as_shown(turned: int, width: int, height: int) -> tuple[int, int]:
    return (height, width) if turned >= SIDEWAYS else (width, height)
