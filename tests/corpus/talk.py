"""Sends one case and a probe behind it, and tells what came back."""

from __future__ import annotations

import contextlib
import json
import re
import socket
from dataclasses import dataclass
from typing import Final

from tests.corpus.case import PROBE, Case

SECONDS: Final = 10.0
PATIENCE: Final = 0.5
"""Seconds without a byte after which a proxy seems to wait for more than there is."""


@dataclass(frozen=True)
class Told:
    """What the answers were about: each a room or a status. `clean`: nothing else came, and the
    other side ended the connection by itself.
    """

    answers: tuple[str, ...]
    clean: bool


def talk(port: int, case: Case, patience: float = SECONDS) -> Told:
    """Who waits in vain for `patience` says that no more will be sent, and waits once more."""
    with socket.create_connection(("127.0.0.1", port), SECONDS) as connection:
        with contextlib.suppress(ConnectionError):  # refused before all was sent
            connection.sendall(case.wire + PROBE)
        data, ended = _read(connection, patience)
        if not ended:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
            data += _read(connection, patience)[0]
    answers, rest = _answers(data, bare=case.bare)
    return Told(answers, ended and not rest)


def _read(connection: socket.socket, patience: float) -> tuple[bytes, bool]:
    connection.settimeout(patience)
    data = b""
    try:
        while piece := connection.recv(65_536):
            data += piece
    except TimeoutError:
        return data, False
    except ConnectionResetError:
        return data, True
    return data, True


def _answers(data: bytes, *, bare: bool) -> tuple[tuple[str, ...], bytes]:
    """What each answer is about, and the bytes behind the last whole one."""
    told: list[str] = []
    while b"\r\n\r\n" in data:
        head, _, rest = data.partition(b"\r\n\r\n")
        status = re.match(rb"HTTP/1\.[01] (\d{3})[ \r]", head + b"\r")
        if status is None:
            break
        number = status[1].decode()
        if number[0] == "1":
            data = rest
            continue
        body, left = _body(head, rest, bare=bare and not told)
        if left is None:
            break
        told.append(_about(body) or number)
        data = left
    return tuple(told), data


def _body(head: bytes, rest: bytes, *, bare: bool) -> tuple[bytes, bytes | None]:
    """The body that begins `rest`, and what follows it; None where it is not there as a whole."""
    if bare:
        return b"", rest
    length = re.search(rb"\r\ncontent-length: *(\d+)", head.lower())
    if length is not None:
        size = int(length[1])
        return rest[:size], rest[size:] if len(rest) >= size else None
    body = b""
    while line := re.match(rb"([0-9a-fA-F]+)\r\n", rest):
        size = int(line[1], 16)
        body += rest[line.end() : line.end() + size]
        rest = rest[line.end() + size + 2 :]
        if size == 0:
            return body, rest
    return body, b""  # until the end


def _about(body: bytes) -> str | None:
    try:
        room = json.loads(body).get("room")
    except (ValueError, AttributeError):
        return None
    return room if isinstance(room, str) else None
