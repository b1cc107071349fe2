"""Requests that nobody meant to send: made from good and bad ones, the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random
from typing import Final

from tests.corpus.chunked import CHUNKS
from tests.corpus.heads import HEADS
from tests.corpus.lengths import LENGTHS
from tests.corpus.manners import EXPECTING, HOSTINGS, METHODS, VERSIONS
from tests.corpus.pipelines import PIPELINES
from tests.corpus.smuggling import SMUGGLING
from tests.corpus.targets import TARGETS
from tests.server.raw import get, poll, post

LONGEST: Final = 4_000
"""Bytes of a row of the corpus that is mutated: longer ones are sent as they are, and seldom."""

GOOD: Final = (
    poll(0, wait=0),
    poll(7, wait=1),
    get("/sub?room=lobby&room=talk&since=3&wait=0", "Cookie: a=b; c=d"),
    get("/sub"),
    get("/rooms"),
    get("/rooms/lobby/messages?limit=5"),
    get("/about"),
    get("/healthz"),
    get("/metrics"),
    get("/openapi.json", "If-None-Match: x"),
    get("/", "Accept-Encoding: gzip", "Range: bytes=0-9"),
    get("/about", method="HEAD"),
    get("/pub", method="OPTIONS"),
    post(b"nick=Ada&message=hello&room=lobby&key=a"),
    post(b'{"nick": "Ada", "message": "hello", "room": "lobby"}', kind="application/json"),
    post(b"nick=Ada&message=%F0%9F%98%80", "Expect: 100-continue"),
    get("/pub", "Transfer-Encoding: chunked", method="POST") + b"9\r\nmessage=a\r\n0\r\n\r\n",
)
FAMILIES: Final = (
    *(
        CHUNKS,
        HEADS,
        LENGTHS,
        EXPECTING,
        HOSTINGS,
        METHODS,
        VERSIONS,
        PIPELINES,
        SMUGGLING,
        TARGETS,
    ),
)
SPECIAL: Final = (
    *(
        b"\r\n",
        b"\n",
        b"\r",
        b"\0",
        b" ",
        b"\t",
        b":",
        b",",
        b";",
        b"%",
        b"%00",
        b"\xff",
        b"\x80",
        b"=",
        b"&",
    ),
    *(
        b"0",
        b"-1",
        b"99999999999999999999",
        b"\r\n\r\n",
        b"HTTP/1.1",
        b"chunked",
        b"close",
        b"\xc3",
        b"{",
        b'"',
    ),
    *(
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Length: 5\r\n",
        b"Upgrade: h2c\r\nConnection: Upgrade\r\n",
    ),
    *(
        b"Host: localhost\r\n",
        b"Expect: 100-continue\r\n",
        b"Cookie: member=\\\\\r\n",
        b"\xf0\x9f\x98\x80",
    ),
)


class Mutator:
    """Hands out requests by chance; the chance is a seed's."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        rows = [case.wire for family in FAMILIES for case in family.values()]
        self._seeds = [*(wire for wire in rows if len(wire) <= LONGEST), *GOOD * 60]
        self._long = [wire for wire in rows if len(wire) > LONGEST]
        self._ways: Sequence[Callable[[bytes], bytes]] = (
            *(self._flip, self._replace, self._insert, self._remove, self._cut, self._splice),
            *(self._repeat_line, self._swap_lines, self._lengthen, self._number),
        )

    def request(self) -> bytes:
        """One that is as it was, or was changed up to four times."""
        chance = self._random
        if chance.random() < 0.005:
            return chance.choice(self._long)
        wire = chance.choice(self._seeds)
        for _ in range(chance.choice((0, 0, 0, 0, 1, 1, 2, 4))):
            wire = chance.choice(self._ways)(wire)
        return wire

    def stream(self) -> list[bytes]:
        """The pieces to send on one connection: up to eight requests, cut anywhere."""
        count = self._random.choice((1, 1, 2, 3, 5, 8))
        wire = b"".join(self.request() for _ in range(count))
        places = sorted(self._place(wire) for _ in range(self._random.choice((0, 0, 0, 1, 2, 4))))
        edges = [0, *places, len(wire)]
        pieces = [wire[start:end] for start, end in pairwise(edges)]
        return [piece for piece in pieces if piece]

    def end(self) -> str:
        """What the client does when all is sent."""
        return self._random.choice(("half close", "half close", "half close", "reset", "wait"))

    def _place(self, wire: bytes) -> int:
        return self._random.randrange(len(wire) + 1)

    def _flip(self, wire: bytes) -> bytes:
        changed = bytearray(wire)
        for _ in range(min(len(wire), self._random.choice((1, 1, 2, 8)))):
            changed[self._random.randrange(len(wire))] ^= 1 << self._random.randrange(8)
        return bytes(changed)

    def _replace(self, wire: bytes) -> bytes:
        at = self._place(wire)
        return wire[:at] + bytes((self._random.randrange(256),)) + wire[at + 1 :]

    def _insert(self, wire: bytes) -> bytes:
        at = self._place(wire)
        return wire[:at] + self._random.choice(SPECIAL) + wire[at:]

    def _remove(self, wire: bytes) -> bytes:
        at = self._place(wire)
        return wire[:at] + wire[at + self._random.choice((1, 2, 10, 100)) :]

    def _cut(self, wire: bytes) -> bytes:
        return wire[: self._place(wire)]

    def _splice(self, wire: bytes) -> bytes:
        other = self._random.choice(self._seeds)
        return wire[: self._place(wire)] + other[self._place(other) :]

    def _repeat_line(self, wire: bytes) -> bytes:
        lines = wire.split(b"\r\n")
        at = self._random.randrange(len(lines))
        return b"\r\n".join(
            [*lines[:at], *lines[at : at + 1] * self._random.choice((2, 3, 150)), *lines[at + 1 :]]
        )

    def _swap_lines(self, wire: bytes) -> bytes:
        lines = wire.split(b"\r\n")
        self._random.shuffle(lines)
        return b"\r\n".join(lines)

    def _lengthen(self, wire: bytes) -> bytes:
        at = self._place(wire)
        much = self._random.choice(SPECIAL) * self._random.choice((10, 100, 1_000))
        return wire[:at] + much + wire[at:]

    def _number(self, wire: bytes) -> bytes:
        digits = [at for at, byte in enumerate(wire) if 48 <= byte <= 57]
        if not digits:
            return wire
        at = self._random.choice(digits)
        return (
            wire[:at]
            + self._random.choice((b"0", b"9", b"", b"00", b"99999999", b"-"))
            + wire[at + 1 :]
        )
