"""One attack on a server's memory, as a row of a table says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

HOST: Final = "198.51.100.10"
"""Where the server is, in a network that the attack made for itself."""

PORT: Final = 8080
"""There, too."""

CONNECTIONS: Final = 200
"""What one device may have at the same time."""


class Reads(Enum):
    """What becomes of the answers."""

    ALL = "all"
    SLOWLY = "slowly"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Attack:
    """What each of a device's connections does, again and again.

    `request` makes the n-th request of all, whole or the beginning of one. `at_once` are sent
    together; with `hangs_up` the connection is closed after them (or after their answers, for who
    reads). Within the limits a device asks 100 times a second; a `flood` asks as often as it can.
    `filled`: the log holds thousands of the longest messages.
    """

    name: str
    what: str
    request: Callable[[int], bytes]
    connections: int = CONNECTIONS
    reads: Reads = Reads.ALL
    at_once: int = 1
    times: int = 1_000_000
    hangs_up: bool = False
    flood: bool = False
    filled: bool = False


def get(target: str, *headers: str) -> bytes:
    """A request without a body."""
    lines = [f"GET {target} HTTP/1.1", f"Host: {HOST}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def post(body: bytes, *headers: str, kind: str = "application/x-www-form-urlencoded") -> bytes:
    """`POST /pub` with a body of that kind."""
    lines = ["POST /pub HTTP/1.1", f"Host: {HOST}", f"Content-Type: {kind}"]
    lines += [f"Content-Length: {len(body)}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body
