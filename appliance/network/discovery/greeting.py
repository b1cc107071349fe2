"""Asks at the address of a found chat whether it is there."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import io
import ipaddress
import json
from typing import Final
from urllib.parse import urlsplit

from appliance.network.discovery.found import FoundChat

SECONDS: Final = 1.0
"""For the whole of an answer, however slowly it drips; on one network it takes milliseconds."""

MOST_TRIES: Final = 3
"""Addresses that are tried; a chat that answers at none of the best is not reached. Names are not
tried: the system would look for one of a stranger's making for many seconds."""

LARGEST: Final = 65_536
"""Bytes of an answer that are read; a chat's is much shorter."""


async def greeted(chat: FoundChat) -> FoundChat:
    """`chat` with `answers`, and the address that worked at the front."""
    for place in [url for url in chat.urls if _has_address(url)][:MOST_TRIES]:
        if await is_at(place, chat.id):
            others = tuple(url for url in chat.urls if url != place)
            return chat._replace(urls=(place, *others), answers=True)
    return chat._replace(answers=False)


def is_there(place: str, identity: str) -> bool:
    """Whether the log at `place` is the announced one. Not for a thread that has a loop."""
    return asyncio.run(is_at(place, identity))


async def is_at(place: str, identity: str) -> bool:
    """Whether the log at `place` is the announced one."""
    try:
        async with asyncio.timeout(SECONDS):
            about = _about(await _answer(place))
    except (OSError, ValueError, RecursionError, http.client.HTTPException):
        return False
    return isinstance(about, dict) and about.get("log") == identity


def _has_address(place: str) -> bool:
    try:
        ipaddress.ip_address(urlsplit(place).hostname or "")
    except ValueError:
        return False
    return True


async def _answer(place: str) -> bytes:
    parts = urlsplit(place)
    question = f"GET /about HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n"
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        writer.write(question.encode("ascii"))
        answer = b""
        while len(answer) < LARGEST and (part := await reader.read(LARGEST - len(answer))):
            answer += part
        return answer
    finally:
        writer.transport.abort()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


class _Bytes:
    """An answer that came, as http.client wants to read it."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def makefile(self, mode: str) -> io.BytesIO:
        del mode
        return io.BytesIO(self._answer)


def _about(answer: bytes) -> object:
    response = http.client.HTTPResponse(_Bytes(answer))  # type: ignore[arg-type]
    response.begin()
    return json.loads(response.read()) if response.status == http.client.OK else None
