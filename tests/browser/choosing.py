"""Files that people choose to send."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload

from tests.browser.people import Person


def png(width: int, height: int, *, blue: int = 128) -> bytes:
    """A picture that runs from black to yellow."""

    def chunk(name: bytes, body: bytes) -> bytes:
        rest = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", rest)

    rows = b"".join(
        b"\0" + b"".join(bytes((x * 255 // width, y * 255 // height, blue)) for x in range(width))
        for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def choose(person: Person, *paths: Path) -> None:
    person.page.locator("#file-chooser").set_input_files([str(path) for path in paths])


def send(
    person: Person, name: str, content: bytes, nick: str, *, room: str, message: str = ""
) -> dict[str, Any]:
    """A file, without the page, as one who is called `nick`; what is answered."""
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    answer = person.page.request.post(
        f"{person.url}/files",
        params={"room": room, "nick": nick},
        multipart={"message": message, "file": file},
    )
    assert answer.ok, answer.text()
    told: dict[str, Any] = answer.json()
    return told
