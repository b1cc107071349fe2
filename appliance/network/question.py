"""A short question to a chat nearby. What answers may be anybody: only a chat's answer counts."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import io
import json
from typing import Any, Final
from urllib.parse import urlsplit

SECONDS: Final = 1.0
"""For the whole of an answer, however slowly it drips; on one network it takes milliseconds, and
somebody waits for it."""

LARGEST: Final = 65_536
"""Bytes of an answer that are read; a chat's is much shorter."""


def ask(place: str, path: str) -> dict[str, Any]:
    """As `answer`, for a thread that has no loop."""
    return asyncio.run(answer(place, path))


async def answer(place: str, path: str) -> dict[str, Any]:
    """What the chat whose address is `place` says at `path`; nothing if there is none.

    No proxy is asked, whatever the environment names: it is this machine or one beside it.
    """
    try:
        async with asyncio.timeout(SECONDS):
            said = _said(await _exchange(place, path))
    except (OSError, ValueError, RecursionError, http.client.HTTPException):
        return {}
    return said if isinstance(said, dict) else {}


async def _exchange(place: str, path: str) -> bytes:
    parts = urlsplit(place)
    target = f"{parts.path.rstrip('/')}/{path}"
    question = f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n"
    reader, writer = await asyncio.open_connection(
        parts.hostname, parts.port or http.client.HTTP_PORT
    )
    try:
        writer.write(question.encode("ascii"))
        came = b""
        while len(came) < LARGEST and (more := await reader.read(LARGEST - len(came))):
            came += more
        return came
    finally:
        writer.transport.abort()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


class _Bytes:
    """An answer that came, as http.client wants to read it."""

    def __init__(self, came: bytes) -> None:
        self._came = came

    def makefile(self, mode: str) -> io.BytesIO:
        del mode
        return io.BytesIO(self._came)


def _said(came: bytes) -> object:
    response = http.client.HTTPResponse(_Bytes(came))  # type: ignore[arg-type]
    response.begin()
    return json.loads(response.read()) if response.status == http.client.OK else None
