"""A short question to a chat nearby. What answers may be anybody: only a chat's answer counts."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

SECONDS: Final = 1.0
"""For the whole of an answer, however slowly it drips; on one network it takes milliseconds, and
somebody waits for it."""

CHANGE_SECONDS: Final = 5.0
"""The same for a change: sockets are opened and closed before its answer comes."""

LARGEST: Final = 65_536
"""Bytes of an answer that are read; a chat's is much shorter."""


class Reply(NamedTuple):
    """Whether that was done which was asked, and the object that was told with it."""

    done: bool
    said: Mapping[str, Any]


_NONE: Final = Reply(done=False, said={})


def ask(place: str, path: str) -> Mapping[str, Any]:
    """As `answer`, for a thread that has no loop."""
    return asyncio.run(answer(place, path))


async def answer(place: str, path: str) -> Mapping[str, Any]:
    """What the chat whose address is `place` says at `path`; nothing if there is none.

    No proxy is asked, whatever the environment names: it is this machine or one beside it.
    """
    came = await _answer(place, "GET", path, seconds=SECONDS)
    return came.said if came.done else {}


def put(place: str, path: str, fields: Mapping[str, object], token: str) -> Reply:
    """Set what is at `path` of the own chat to what `fields` say, as the host whose `token` that
    is; what it tells, or nothing if it does not answer. For a thread that has no loop.
    """
    body = json.dumps(fields).encode()
    headers = (
        f"Authorization: Bearer {token}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    return asyncio.run(_answer(place, "PUT", path, headers, body, seconds=CHANGE_SECONDS))


async def _answer(
    place: str,
    method: str,
    path: str,
    headers: Sequence[str] = (),
    body: bytes = b"",
    *,
    seconds: float,
) -> Reply:
    parts = urlsplit(place)
    line = f"{method} {parts.path.rstrip('/')}/{path} HTTP/1.1"
    head = [line, f"Host: {parts.netloc}", "Connection: close", *headers, "", ""]
    try:
        request = "\r\n".join(head).encode("ascii") + body
        async with asyncio.timeout(seconds):
            return _read(await _exchange(parts.hostname, parts.port, request))
    except (OSError, ValueError, RecursionError, http.client.HTTPException):
        return _NONE


async def _exchange(host: str | None, port: int | None, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(host, port or http.client.HTTP_PORT)
    try:
        writer.write(request)
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


def _read(came: bytes) -> Reply:
    response = http.client.HTTPResponse(_Bytes(came))  # type: ignore[arg-type]
    response.begin()
    said = json.loads(response.read())
    done = response.status == http.client.OK
    return Reply(done, said) if isinstance(said, dict) else _NONE
