"""Versions, methods, hosts and expectations."""

from __future__ import annotations

from typing import Final

from tests.corpus.case import (
    CHUNKED,
    HOST,
    Case,
    accepted,
    ask,
    chunks,
    either,
    head,
    path,
    refused,
    sized,
)

FIRST: Final = path("first")
WRONG_VERSIONS: Final = (
    *(
        "HTTP/0.9",
        "HTTP/2.0",
        "HTTP/2",
        "HTTP/3.0",
        "HTTP/9.9",
        "HTTP/1",
        "HTTP/1.",
        "HTTP/.1",
        "HTTP/",
        "HTTP",
    ),
    *(
        "HTTP/1.10",
        "HTTP/1.01",
        "HTTP/01.1",
        "HTTP/11.1",
        "HTTP/1,1",
        "HTTP/1.1.1",
        "HTTP/-1.1",
        "HTTP/+1.1",
    ),
    *(
        "HTTP/1.x",
        "HTTP/x.1",
        "HTTP/1. 1",
        "HTTP/ 1.1",
        "HTTP /1.1",
        "http/1.1",
        "Http/1.1",
        "HTTPS/1.1",
        "HTP/1.1",
    ),
    *(
        "HTTP\\1.1",
        "HTTP1.1",
        "HTTP-1.1",
        "HTTP/1.1x",
        "HTTP/1.1;",
        "HTTP/1.1\x00",
        "HTTP/\x001.1",
        "\x00HTTP/1.1",
    ),
    *(
        "RTSP/1.0",
        "ICE/1.0",
        "SIP/2.0",
        "ICAP/1.0",
        "HTTP/1.1 HTTP/1.1",
        "HTTP/1.1 x",
        "x HTTP/1.1",
        "HTTP/\xb9.1",
    ),
)
KNOWN_METHODS: Final = (
    "PUT",
    "DELETE",
    "PATCH",
    "TRACE",
    "PROPFIND",
    "MKCOL",
    "COPY",
    "MOVE",
    "LOCK",
    "UNLOCK",
    "REPORT",
    "SEARCH",
    "MERGE",
    "SUBSCRIBE",
    "LINK",
    "BIND",
    "ACL",
    "NOTIFY",
    "M-SEARCH",
)
UNKNOWN_METHODS: Final = (
    "FOO",
    "get",
    "Get",
    "GETS",
    "GE",
    "G",
    "POSTT",
    "HEAD1",
    "X-A",
    "!#$%&'*+.^_`|~",
    "0",
    "PRI",
    "DESCRIBE",
    "PLAY",
    "SOURCE",
    "PURGE",
    "BREW",
    "A" * 200,
)
WRONG_METHODS: Final = (
    "",
    " GET",
    "\tGET",
    "G ET",
    "GET\t",
    "G\x00T",
    "\x00GET",
    "GET\x00",
    "GE,T",
    "GET/",
    "[GET]",
    "G:T",
    "\xc7ET",
    "(GET)",
    "G\x0bT",
    "G\rT",
    "G\nT",
    '"GET"',
    "\xef\xbb\xbfGET",
    "{}",
    "@",
)
HOSTS: Final = (
    HOST,
    HOST.upper(),
    HOST + ":80",
    HOST + ":443",
    HOST + ":8080",
    HOST + ".",
    HOST + ":",
    "localhost",
    "127.0.0.1",
    "[::1]",
    " " + HOST,
    HOST + "\t",
)
FOREIGN_HOSTS: Final = (
    "evil.example",
    HOST + ".evil.example",
    "evil-" + HOST,
    "10.9.8.7",
    "[fe80::1]",
    "[2001:db8::1]:80",
    "localhost.evil.example",
    "a" * 255,
    "%00",
    "xn--a",
    "a_b",
    "-",
    "0",
    "1.2.3",
    "example.org",
)
WRONG_HOSTS: Final = (
    "",
    " ",
    ":",
    ":80",
    HOST + ":x",
    HOST + ":99999",
    HOST + ":-1",
    HOST + ":80:80",
    HOST + ":+80",
    "a@" + HOST,
    HOST + "/",
    HOST + "/x",
    HOST + "?x",
    HOST + "#x",
    "http://" + HOST,
    HOST + " x",
    HOST + ",evil.example",
    HOST + ", " + HOST,
    "[::1",
    "::1]",
    "[]",
    "[::1]x",
    "[a",
    "\xff",
    "\xe4.example",
    HOST + "\x00",
    "\x00",
    HOST + "\x0b",
    "a\\b",
    "a|b",
    "<a>",
    '"a"',
    "a;b",
    HOST + ":0x50",
)
CONTINUE: Final = "Expect: 100-continue"
EXPECTATIONS: Final = (
    "Expect:",
    "Expect: ",
    "Expect: 200-ok",
    "Expect: 100-continu",
    "Expect: 100-continue2",
    "Expect: x=y",
    "Expect: 100 continue",
    "Expect: ,",
    "Expect: 100-continue;a=b",
    'Expect: "100-continue"',
)


def by(method: str, version: str = "HTTP/1.1") -> bytes:
    return head(f"{method} {FIRST} {version}", f"Host: {HOST}")


def to(*hosts: str) -> bytes:
    return head(f"GET {FIRST} HTTP/1.1", *(f"Host:{host}" for host in hosts))


VERSIONS: Final[dict[str, Case]] = {
    "HTTP/1.1": accepted(by("GET")),
    "HTTP/1.0": accepted(by("GET", "HTTP/1.0"), last=True),
    "HTTP/1.0 without a host": accepted(head(f"GET {FIRST} HTTP/1.0"), "*", last=True),
    "HTTP/1.0 that stays": accepted(
        ask("first", "Connection: keep-alive", version="HTTP/1.0"), last=True
    ),
    "HTTP/1.0 with a body": accepted(
        ask("first", "Content-Length: 5", version="HTTP/1.0") + b"hello", last=True
    ),
    **{
        f"HTTP/1.{minor}": either(by("GET", f"HTTP/1.{minor}"), statuses=(505, 400))
        for minor in range(2, 10)
    },
    **{
        f"version {version!r}": refused(by("GET", version), 400, 404, 501, 505)
        for version in WRONG_VERSIONS
    },
    "no version": refused(head(f"GET {FIRST}"), 400, 505),
    "no version, one space": refused(head(f"GET {FIRST} "), 400, 505),
    "no version, and headers": refused(head(f"GET {FIRST}", f"Host: {HOST}"), 400, 505),
    "the preface of HTTP/2": refused(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, 505),
    "the preface of HTTP/2 and frames": refused(
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0", 400, 505
    ),
    "the preface of HTTP/2 as a request": refused(
        head("PRI * HTTP/1.1", f"Host: {HOST}"), 400, 501, 505
    ),
    "two spaces before the version": either(
        head(f"GET {FIRST}  HTTP/1.1", f"Host: {HOST}"), statuses=(400, 505)
    ),
    "a tab before the version": either(
        head(f"GET {FIRST}\tHTTP/1.1", f"Host: {HOST}"), statuses=(400, 505)
    ),
    "a space behind the version": either(
        head(f"GET {FIRST} HTTP/1.1 ", f"Host: {HOST}"), statuses=(400, 505)
    ),
    "a tab behind the version": either(
        head(f"GET {FIRST} HTTP/1.1\t", f"Host: {HOST}"), statuses=(400, 505)
    ),
}

METHODS: Final[dict[str, Case]] = {
    "GET": accepted(by("GET")),
    "HEAD": accepted(by("HEAD"), "200", bare=True),
    "OPTIONS": accepted(by("OPTIONS"), "200"),
    "POST where none is": accepted(ask("first", "Content-Length: 0", method="POST"), "405"),
    **{
        f"method {method}": either(by(method), "405|501", statuses=(400, 501))
        for method in KNOWN_METHODS
    },
    **{
        f"unknown method {method[:30]}": either(by(method), "501", statuses=(400, 501, 505))
        for method in UNKNOWN_METHODS
    },
    **{f"wrong method {method!r}": refused(by(method), 400, 501) for method in WRONG_METHODS},
    "no request but noise": refused(bytes(range(128, 256)) * 4),
    "TLS": refused(b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + bytes(64) + b"\r\n\r\n"),
    "SSH": refused(b"SSH-2.0-OpenSSH_9.2p1\r\n"),
    "SOCKS": refused(b"\x05\x01\x00\r\n"),
    "an answer": refused(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 400, 501),
    "SMTP": refused(b"EHLO a.example\r\n", 400, 501, 505),
    "a proxy's first line": refused(
        b"PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n" + by("GET"), 400, 501, 505
    ),
}

HOSTINGS: Final[dict[str, Case]] = {
    **{f"host {host!r}": either(to(host), "*") for host in HOSTS},
    **{f"foreign host {host!r}": accepted(to(host), "421|first") for host in FOREIGN_HOSTS},
    **{f"wrong host {host!r}": either(to(host), "400|421") for host in WRONG_HOSTS},
    "no host": refused(head(f"GET {FIRST} HTTP/1.1")),
    "no host, and more": refused(head(f"GET {FIRST} HTTP/1.1", "X: y")),
    "two hosts": refused(to(HOST, HOST)),
    "two hosts that differ": refused(to(HOST, "evil.example")),
    "two hosts, the other first": refused(to("evil.example", HOST)),
    "two hosts apart": refused(
        head(f"GET {FIRST} HTTP/1.1", f"Host: {HOST}", "X: y", f"HOST: {HOST}")
    ),
    "a host folded": refused(head(f"GET {FIRST} HTTP/1.1", "Host:", f" {HOST}")),
    "a space before the colon": refused(head(f"GET {FIRST} HTTP/1.1", f"Host : {HOST}")),
    "two hosts in HTTP/1.0": refused(head(f"GET {FIRST} HTTP/1.0", f"Host: {HOST}", "Host: b")),
}

EXPECTING: Final[dict[str, Case]] = {
    "to go on, with a length": accepted(ask("first", CONTINUE, "Content-Length: 5") + b"hello"),
    "to go on, with chunks": accepted(ask("first", CONTINUE, CHUNKED) + chunks(b"hello")),
    "to go on, in other letters": accepted(
        ask("first", "EXPECT: 100-Continue", "Content-Length: 5") + b"hello"
    ),
    "to go on, without a body": accepted(ask("first", CONTINUE)),
    "to go on, with a body of nothing": accepted(ask("first", CONTINUE, "Content-Length: 0")),
    "to go on, in HTTP/1.0": accepted(
        ask("first", CONTINUE, "Content-Length: 5", version="HTTP/1.0") + b"hello", last=True
    ),
    "to go on, twice": either(
        ask("first", CONTINUE, CONTINUE, "Content-Length: 5") + b"hello", statuses=(417, 400)
    ),
    "to go on, among others": either(
        ask("first", "Expect: 100-continue, x", "Content-Length: 5") + b"hello", statuses=(417,)
    ),
    "to go on, over the limit": refused(ask("first", CONTINUE, "Content-Length: 70000"), 413),
    "to go on, then another": accepted(ask("first", CONTINUE) + ask("second"), "first", "second"),
    **{
        f"{line!r}, {what}": either(ask("first", line, *size) + body, statuses=(417, 400))
        for line in EXPECTATIONS
        for what, size, body in (
            ("alone", (), b""),
            ("with a body", (sized(ask("hidden")),), ask("hidden")),
        )
    },
}
