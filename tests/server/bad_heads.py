"""Requests whose head is wrong: its lines, its target, its Host."""

from __future__ import annotations

from tests.server.raw import get
from tests.server.refusal import Refusal


def to(host: bytes) -> bytes:
    return b"GET /about HTTP/1.1\r\nHost: " + host + b"\r\n\r\n"


def stranger(host: str) -> str:
    return (
        f"This chat does not answer to the name in “{host}”. Open it by its address, or start "
        "it with --allow-host and that name."
    )


BAD_HEADS = [
    Refusal(
        505,
        "Not a version of HTTP this server speaks",
        "This server speaks HTTP/1.1 and HTTP/1.0.",
        {
            "a request line without a version (HTTP/0.9)": b"GET /sub\r\n\r\n",
            "HTTP/2.0 in the request line": get("/about", version="2.0"),
            "HTTP/1.9 in the request line": get("/about", version="1.9"),
            "a version of another protocol": get("/about").replace(b"HTTP/1.1", b"RTSP/1.0"),
            "HTTP/0.9 in the request line": get("/about", version="0.9"),
            "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request's first line must end with HTTP/1.1 or HTTP/1.0.",
        {
            "a version that is no number": get("/about", version="one"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request does not begin with an HTTP method.",
        {
            "a TLS hello": b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + bytes(range(64)),
            "nothing but noise": bytes(range(128, 256)),
            "an SSH greeting": b"SSH-2.0-OpenSSH_9.2p1\r\n",
        },
    ),
    Refusal(
        501,
        "Not something this server does",
        "The request's method is none that this server knows.",
        {
            "a method that nobody knows": get("/about", method="SHOUT"),
            "a method in lower case": get("/about", method="get"),
            "a method of another protocol": get("/about", method="DESCRIBE"),
            "a method of caches": get("/about", method="PURGE"),
        },
    ),
    Refusal(
        405,
        "Not a method of this address",
        "PROPFIND does not work here: GET, HEAD, OPTIONS.",
        {
            "a method that this server does not do": get("/about", method="PROPFIND"),
        },
    ),
    Refusal(
        501,
        "Not something this server does",
        "This chat is no proxy: it cannot connect you to another server.",
        {
            "CONNECT, as to a proxy": get("chat.example:443", method="CONNECT"),
            "CONNECT to this server itself": get("localhost:80", method="CONNECT"),
        },
    ),
    Refusal(
        405,
        "Not a method of this address",
        "TRACE does not work here: GET, HEAD, OPTIONS.",
        {
            "TRACE": get("/about", method="TRACE"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request's first line must end with HTTP/1.1 or HTTP/1.0.",
        {
            "lines that end with a bare line feed": b"GET /about HTTP/1.1\nHost: localhost\n\n",
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "A line feed or a carriage return stands alone in the request's head.",
        {
            "one header that ends with a bare line feed": to(b"localhost\nX-A: b"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "A header's name is empty or holds a character that it may not.",
        {
            "an empty line that ends with a bare line feed": get("/about")[:-2] + b"\n\r\n",
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "A line feed or a carriage return stands alone in the request's head.",
        {
            "a bare carriage return in a header": get("/about", "X-A: b\rX-C: d"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "A header goes on in the next line, which HTTP does not allow any more.",
        {
            "a folded header": get("/about", "X-A: b\r\n c"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "A header's name is empty or holds a character that it may not.",
        {
            "a space before the colon": get("/about", "X-A : b"),
            "a header without a colon": get("/about", "X-A"),
            "a header without a name": get("/about", ": b"),
            "a header's name with a space in it": get("/about", "X A: b"),
            "a header's name with an umlaut in it": get("/about", "X-\xe4: b"),
            "a NUL in a header's name": get("/about", "X-\0A: b"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The line after the request's first one begins with a space.",
        {
            "a space before the first header's name": b"GET / HTTP/1.1\r\n Host: a\r\n\r\n",
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "A header's value holds a character that it may not.",
        {
            "a NUL in a header's value": get("/about", "X-A: \0b"),
            "a control character in a header's value": get("/about", "X-A: \x01"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request's target is not a valid path. Whatever is not plain ASCII, and every "
        "space, is written with % and its code.",
        {
            "a NUL in the target": get("/ab\0out"),
            "a target with raw UTF-8 in it": get("/rooms/caf\xc3\xa9/messages"),
            "a query with raw UTF-8 in it": get("/sub?room=caf\xc3\xa9&since=0&wait=0"),
            "a target that is a bare word": get("about"),
            "a target that is a query only": get("?room=lobby"),
            "a target with a foreign scheme": get("ftp://localhost/about"),
            "a target with a broken address": get("http://[::1/about"),
            "a target with an empty host": get("http:///about"),
            "an asterisk as the target of GET": get("*"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request's first line must end with HTTP/1.1 or HTTP/1.0.",
        {
            "a target with a space in it": get("/about us"),
        },
    ),
    Refusal(
        421,
        "Not a name of this chat",
        stranger("chat.example"),
        {
            "a target with a foreign host": get("http://chat.example/about"),
            "a foreign Host": to(b"chat.example"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request has no Host header.",
        {
            "no Host": b"GET /about HTTP/1.1\r\nX-A: b\r\n\r\n",
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request has more than one Host header.",
        {
            "two Hosts": get("/about", "Host: localhost"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request's Host header is no valid name or address with a port.",
        {
            "an empty Host": to(b""),
            "a Host with a port that is no number": to(b"localhost:http"),
            "a Host with a port that is too high": to(b"localhost:65536"),
            "a Host with a user in it": to(b"me@localhost"),
            "a Host with a path in it": to(b"localhost/x"),
            "a Host with a space in it": to(b"local host"),
            "a Host with a broken IPv6 address": to(b"[::1"),
            "a Host of raw bytes": to(b"\xff\xfe"),
        },
    ),
    Refusal(
        421,
        "Not a name of this chat",
        stranger("localhost.example"),
        {
            "a foreign Host that begins like ours": to(b"localhost.example"),
        },
    ),
    Refusal(
        421,
        "Not a name of this chat",
        stranger("%00"),
        {
            "a Host with a NUL-like escape": to(b"%00"),
        },
    ),
    Refusal(
        421,
        "Not a name of this chat",
        stranger("a" * 80),
        {
            "a Host of 300 characters": to(b"a" * 300),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "A line feed or a carriage return stands alone in the request's head.",
        {
            "a bare line feed before the request": b"\n" + get("/about"),
            "a bare carriage return before the request": b"\r" + get("/about"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "Too many empty lines came instead of a request.",
        {
            "nine empty lines": b"\r\n" * 9 + get("/about"),
            "nothing but empty lines": b"\r\n" * 50_000,
        },
    ),
]
