"""Requests inside of the bodies and heads of others: nobody may ever take them for requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.corpus.case import (
    CHUNKED,
    HIDDEN,
    HIDDEN_POST,
    HOST,
    Case,
    accepted,
    ask,
    chunks,
    either,
    head,
    path,
    refused,
    say,
    sized,
)

H2C: Final = "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA"
OFFERS: Final = {
    "h2c": ("Connection: Upgrade, HTTP2-Settings", H2C, "Upgrade: h2c"),
    "h2c, named last": (H2C, "Upgrade: h2c", "Connection: HTTP2-Settings, upgrade"),
    "h2c without settings": ("Upgrade: h2c", "Connection: Upgrade"),
    "h2c in one line, the offer unnamed": ("Upgrade: h2c", "Connection: keep-alive"),
    "a web socket": (
        "Connection: keep-alive, Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    ),
    "a web socket of version 9": (
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 9",
    ),
    "TLS": ("Connection: Upgrade", "Upgrade: TLS/1.3"),
    "several": ("Connection: Upgrade", "Upgrade: HTTP/2.0, SHTTP/1.3, IRC/6.9, RTA/x11"),
    "two lines": ("Connection: keep-alive", "Connection: UPGRADE", "Upgrade: a", "Upgrade: b"),
    "nothing": ("Connection: Upgrade", "Upgrade:"),
}
ANSWER: Final = {"GET": "first", "OPTIONS": "200", "PUT": "405", "DELETE": "405", "TRACE": "405"}
BODIES: Final[dict[str, Callable[[bytes], tuple[str, bytes]]]] = {
    "a length": lambda hidden: (sized(hidden), hidden),
    "chunks": lambda hidden: (CHUNKED, chunks(hidden)),
    "two chunks": lambda hidden: (CHUNKED, chunks(hidden[:20], hidden[20:])),
}

NAMED: Final = (
    *("Content-Length", "Host", "X-Forwarded-For", "Cookie", "Content-Type", "X-Forwarded-Proto"),
    *("close-not", "Keep-Alive", "TE", "Trailer", "Proxy-Authorization", "Via", "Forwarded"),
)
IN_HEADS: Final = {
    "an encoded line end in a value": "X: a%0d%0aTransfer-Encoding: chunked",
    "an escaped line end in a value": "X: a\\r\\nTransfer-Encoding: chunked",
    "a line end in UTF-8's long form": "X: a\xc0\x8d\xc0\x8aTransfer-Encoding: chunked",
    "characters whose last byte is a line end": "X: \xc4\x8d\xc4\x8aTransfer-Encoding: chunked",
    "a request in a value": f"X: GET {path('hidden')} HTTP/1.1",
    "another method": "X-HTTP-Method-Override: CONNECT",
    "another target": f"X-Original-URL: {path('hidden')}",
    "a target rewritten": f"X-Rewrite-URL: {path('hidden')}",
    "another host": "X-Forwarded-Host: evil.example",
    "a length for proxies only": "Proxy-Content-Length: 5",
}

SMUGGLING: Final[dict[str, Case]] = {
    **{
        f"an offer of {offer}, {method} with {body}": accepted(
            ask("first", *OFFERS[offer], BODIES[body](hidden)[0], method=method)
            + BODIES[body](hidden)[1],
            ANSWER[method],
        )
        for offer in OFFERS
        for method in ("GET", "OPTIONS", "DELETE")
        for body, hidden in (("a length", HIDDEN), ("chunks", HIDDEN_POST))
    },
    **{
        f"an offer of {offer} with a message": accepted(say("first", *OFFERS[offer]))
        for offer in OFFERS
    },
    **{
        f"a body of {method} in {body}": accepted(
            ask("first", BODIES[body](hidden)[0], method=method) + BODIES[body](hidden)[1],
            ANSWER[method],
        )
        for method in ANSWER
        for body in BODIES
        for hidden in (HIDDEN,)
    },
    "a body of HEAD": accepted(
        ask("first", sized(HIDDEN), method="HEAD") + HIDDEN, "200", bare=True
    ),
    **{
        f"CONNECT with {body}": refused(
            head("CONNECT a.example:443 HTTP/1.1", f"Host: {HOST}", BODIES[body](HIDDEN)[0])
            + BODIES[body](HIDDEN)[1],
            501,
            405,
            400,
        )
        for body in BODIES
    },
    **{
        f"{name} named in Connection": accepted(
            ask("first", f"Connection: keep-alive, {name}", sized(HIDDEN)) + HIDDEN
        )
        for name in NAMED
    },
    "Transfer-Encoding named in Connection": accepted(
        ask("first", "Connection: Transfer-Encoding", CHUNKED) + chunks(HIDDEN)
    ),
    **{
        f"{what}": accepted(ask("first", line, sized(HIDDEN)) + HIDDEN)
        for what, line in IN_HEADS.items()
    },
    **{
        f"{name} as a trailer": accepted(
            ask("first", CHUNKED, f"Trailer: {name}")
            + chunks(HIDDEN, end=b"0\r\n" + name.encode() + b": " + value + b"\r\n\r\n")
        )
        for name, value in (
            ("Content-Length", b"500"),
            ("Transfer-Encoding", b"chunked"),
            ("Host", b"evil.example"),
            ("Connection", b"close"),
            ("X-Forwarded-For", b"10.9.8.7"),
            ("Cookie", b"member=a"),
            ("Expect", b"100-continue"),
            ("Upgrade", b"h2c"),
            ("Authorization", b"Basic YTpi"),
        )
    },
    "a request behind the last chunk's size": refused(ask("first", CHUNKED) + b"0\r\n" + HIDDEN),
    "a request behind a body that is too long": accepted(
        ask("first", "Content-Length: 5") + b"hello" + ask("second"), "first", "second"
    ),
    "a body that is longer than its length": refused(
        ask("first", "Content-Length: 5") + b"hello there" + HIDDEN, 400, 501, before=("first",)
    ),
    "a request line in a request line": refused(
        head(f"GET {path('first')} HTTP/1.1 GET {path('hidden')} HTTP/1.1", f"Host: {HOST}")
    ),
    "a request behind a bare line feed": refused(
        f"GET {path('first')} HTTP/1.1\nHost: {HOST}\n\n".encode() + ask("second")
    ),
    "a request behind a bare carriage return": refused(
        f"GET {path('first')} HTTP/1.1\rHost: {HOST}\r\r".encode() + HIDDEN
    ),
    "a request behind an empty line of a bare line feed": refused(
        ask("first")[:-2] + b"\n" + ask("second")
    ),
    "a request behind an empty line of a bare carriage return": refused(
        ask("first")[:-2] + b"\r" + HIDDEN
    ),
    "a request behind an empty line with a space": refused(ask("first")[:-2] + b" \r\n" + HIDDEN),
    "a request as the rest of a head": refused(ask("first")[:-2] + HIDDEN),
    "a length between two line feeds": either(
        ask("first", "X: \x0b" + sized(HIDDEN)) + ask("second"), "first", "second"
    ),
}
