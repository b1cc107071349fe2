"""Several requests on one connection: where one ends, and which is the last (RFC 9112, 9.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.corpus.case import (
    CHUNKED,
    HIDDEN,
    Case,
    accepted,
    ask,
    chunks,
    either,
    refused,
    say,
    sized,
)

FOUR: Final = ("first", "second", "third", "fourth")
KINDS: Final[dict[str, Callable[[str], bytes]]] = {
    "without a body": ask,
    "with a body": lambda room: ask(room, "Content-Length: 5") + b"hello",
    "with chunks": lambda room: ask(room, CHUNKED) + chunks(b"hello"),
    "with a hidden body": lambda room: ask(room, sized(HIDDEN)) + HIDDEN,
    "with a message": say,
}
NONSENSE: Final = (
    b"\x00",
    b"nonsense\r\n\r\n",
    b"GET\r\n\r\n",
    b" " + HIDDEN,
    b"\n" + ask("second"),
    b"\x16\x03\x01",
    b"hello\r\n",
)
LAST: Final = (
    "close",
    "Close",
    "CLOSE",
    "keep-alive, close",
    "close, keep-alive",
    "close, Upgrade",
    " close ",
    "x,close,y",
)

PIPELINES: Final[dict[str, Case]] = {
    **{
        f"one {first}, one {second}": accepted(
            KINDS[first]("first") + KINDS[second]("second"), "first", "second"
        )
        for first in KINDS
        for second in KINDS
    },
    **{f"four {kind}": accepted(b"".join(map(KINDS[kind], FOUR)), *FOUR) for kind in KINDS},
    **{
        f"behind {value!r}": accepted(ask("first", f"Connection: {value}") + HIDDEN, last=True)
        for value in LAST
    },
    **{
        f"behind {value!r}, with a body": accepted(
            ask("first", f"Connection: {value}", "Content-Length: 5") + b"hello" + HIDDEN, last=True
        )
        for value in LAST
    },
    "behind close in two lines": accepted(
        ask("first", "Connection: keep-alive", "Connection: close") + HIDDEN, last=True
    ),
    "behind HTTP/1.0": accepted(ask("first", version="HTTP/1.0") + HIDDEN, last=True),
    "nonsense behind the last": accepted(
        ask("first", "Connection: close") + b"\x00\r\n\r\n", last=True
    ),
    **{
        f"{what!r} behind a request": refused(ask("first") + what, 400, 501, 505, before=("first",))
        for what in NONSENSE
    },
    **{
        f"{count} empty lines before": accepted(b"\r\n" * count + ask("first"))
        for count in range(1, 9)
    },
    **{
        f"{count} empty lines between": accepted(
            ask("first") + b"\r\n" * count + ask("second"), "first", "second"
        )
        for count in range(1, 9)
    },
    **{
        f"{count} empty lines before": either(b"\r\n" * count + ask("first"))
        for count in (9, 20, 1_000, 30_000)
    },
    "an empty line behind a body": accepted(
        ask("first", "Content-Length: 5") + b"hello\r\n" + ask("second"), "first", "second"
    ),
    "a bare line feed between": refused(ask("first") + b"\n" + ask("second"), before=("first",)),
    "a bare carriage return between": refused(
        ask("first") + b"\r" + ask("second"), before=("first",)
    ),
    "a space between": refused(ask("first") + b" " + ask("second"), 400, before=("first",)),
}
