"""Pictures, made by hand."""

from __future__ import annotations

import struct
import zlib


def picture(width: int = 2, height: int = 3, text: bytes = b"") -> bytes:
    """A PNG, perhaps with words in it that nobody sees."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = zlib.compress((b"\0" + bytes(3 * width)) * height)
    words = chunk(b"tEXt", b"Comment\0" + text) if text else b""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + words + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
