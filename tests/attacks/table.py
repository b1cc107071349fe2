"""The attacks. Each is what one device, or a few, can do within the limits of the server."""

from __future__ import annotations

import json
from typing import Final

from tests.attacks.attack import HOST, PORT, Attack, Reads, get, post

BODY: Final = 65_536
HEAD: Final = 16_384
LONGEST: Final = 4_000
WIDE: Final = "\U0001f642"  # four bytes
ROOM: Final = 32


def _rooms(number: int, count: int = 100) -> str:
    return ",".join(f"{'r' * 20}-{number}-{at}" for at in range(count))


def _nick(number: int) -> bytes:
    return post(b"message=x&nick=" + f"{number:08d}".encode() + b"n" * (BODY - 40))


def _message(number: int) -> bytes:
    body = json.dumps(
        {"nick": "Ada", "message": WIDE * LONGEST, "key": f"k{number}"}, ensure_ascii=False
    )
    return post(body.encode(), kind="application/json")


def _head(number: int) -> bytes:
    lines = [f"X-{number}-{at}: {'v' * 150}" for at in range(90)]
    return get("/", *lines)[: HEAD - 100]


def _nested(number: int) -> bytes:
    return post(b"[" * (BODY - 10), kind="application/json")


def _member(number: int) -> str:
    return f"Cookie: member={number:032x}"


def _file(number: int, framing: str, body: bytes) -> bytes:
    lines = [f"POST /files?name=f{number} HTTP/1.1", f"Host: {HOST}", framing]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


TABLE: Final = {
    attack.name: attack
    for attack in (
        Attack("long nicks", "posts under nicks as long as a body", _nick),
        Attack(
            "many nicks",
            "posts under ever new nicks",
            lambda n: post(f"message=x&nick=n{n}".encode()),
        ),
        Attack("longest messages", "messages of 4,000 characters of four bytes", _message),
        Attack(
            "many keys",
            "posts with ever new keys and members",
            lambda n: post(f"message=x&nick=a&key={n:064d}".encode(), _member(n)),
        ),
        Attack("deep bodies", "JSON nested as deep as a body is long", _nested),
        Attack(
            "many rooms",
            "polls of 100 rooms that nobody else knows",
            lambda n: get(f"/sub?room={_rooms(n)}&since=0&wait=0"),
        ),
        Attack(
            "many rooms parked",
            "the same, held",
            lambda n: get(f"/sub?room={_rooms(n)}&wait=60"),
            reads=Reads.NOTHING,
            hangs_up=True,
            times=1,
        ),
        Attack(
            "long polls held",
            "polls with heads as long as may be, each remembered with its connection",
            lambda n: get(
                "/sub?room=lobby&wait=60&since=0", *(f"X-{at}: {n:0150d}" for at in range(90))
            ),
            reads=Reads.NOTHING,
            times=1,
        ),
        Attack(
            "descriptions unread",
            "the longest of the small answers, pipelined and unread",
            lambda n: get("/openapi.json"),
            reads=Reads.NOTHING,
            at_once=100,
        ),
        Attack(
            "many groups",
            "polls from far back, each of a place, a wait and rooms of its own",
            lambda n: get(f"/sub?room=lobby,r{n % 97}&since={n % 800}&wait={n % 60}", _member(n)),
            filled=True,
        ),
        Attack(
            "everything unread",
            "polls of everything by who reads nothing",
            lambda n: get("/sub?room=*&since=0&wait=60"),
            reads=Reads.NOTHING,
            times=1,
            filled=True,
        ),
        Attack(
            "answers unread",
            "polls from ever other places far back, unread",
            lambda n: get(f"/sub?room=lobby&since={n % 700}&wait={n % 60}", _member(n)),
            reads=Reads.NOTHING,
            times=1,
            filled=True,
        ),
        Attack(
            "answers read slowly",
            "the same, a few bytes at a time",
            lambda n: get(f"/sub?room=*&since={n % 700}&wait={n % 60}", _member(n)),
            reads=Reads.SLOWLY,
            filled=True,
        ),
        Attack(
            "answers left",
            "the same, hung up on at once",
            lambda n: get(f"/sub?room=*&since={n % 700}&wait={n % 60}", _member(n)),
            reads=Reads.NOTHING,
            hangs_up=True,
            times=1,
            filled=True,
        ),
        Attack(
            "history unread",
            "the longest pages of history, unread",
            lambda n: get(f"/rooms/lobby/messages?limit=500&before={1 + n % 1000}"),
            reads=Reads.NOTHING,
            times=1,
            filled=True,
        ),
        Attack(
            "history read",
            "the longest pages of history",
            lambda n: get(f"/rooms/lobby/messages?limit=500&before={1 + n % 1000}"),
            filled=True,
        ),
        Attack(
            "page unread",
            "the page's largest file, pipelined and unread",
            lambda n: get("/static/vendor/jquery.js"),
            reads=Reads.NOTHING,
            at_once=50,
        ),
        Attack(
            "answers pipelined",
            "polls of everything, pipelined and unread",
            lambda n: get(f"/sub?room=*&since={n % 700}&wait=0"),
            reads=Reads.NOTHING,
            at_once=20,
            filled=True,
        ),
        Attack(
            "small pipelined",
            "thousands of small requests at once",
            lambda n: get("/about"),
            reads=Reads.NOTHING,
            at_once=500,
            flood=True,
        ),
        Attack(
            "QR codes",
            "codes, each drawn anew",
            lambda n: get(f"/invite/qr.svg?url=http://{HOST}:{PORT}/"),
        ),
        Attack(
            "slow uploads",
            "bodies that never end",
            lambda n: post(b"message=" + b"x" * (BODY - 8))[:-1],
            reads=Reads.NOTHING,
            times=1,
        ),
        Attack(
            "chunks of one byte",
            "the same, in chunks of one byte",
            lambda n: (
                post(b"", "Transfer-Encoding: chunked").replace(b"Content-Length: 0\r\n", b"")
                + b"1\r\nx\r\n" * 30_000
            ),
            reads=Reads.NOTHING,
            times=1,
        ),
        Attack(
            "files that never end",
            "bodies of a gigabyte that stop on the way",
            lambda n: _file(n, "Content-Length: 1000000000", b"x" * 100_000),
            reads=Reads.NOTHING,
            times=1,
        ),
        Attack(
            "files given up",
            "the same, hung up on at once",
            lambda n: _file(n, "Content-Length: 1000000000", b"x" * 100_000),
            reads=Reads.NOTHING,
            hangs_up=True,
            times=1,
        ),
        Attack(
            "files in small chunks",
            "files in chunks as small as they may be",
            lambda n: _file(
                n, "Transfer-Encoding: chunked", b"1cc\r\n%s\r\n" % (b"x" * 460) * 2_000
            ),
            reads=Reads.NOTHING,
            times=1,
        ),
        Attack("long heads", "heads that never end", _head, reads=Reads.NOTHING, times=1),
        Attack("idle", "connections that say nothing", lambda n: b"", reads=Reads.NOTHING, times=1),
        Attack(
            "empty lines", "empty lines before a request", lambda n: b"\r\n" * 8_000, flood=True
        ),
        Attack(
            "floods", "as many requests as it can, over the limit", lambda n: get("/"), flood=True
        ),
        Attack(
            "connections anew",
            "as many connections as it can, closed by it at once",
            lambda n: get("/"),
            flood=True,
            hangs_up=True,
            times=1,
        ),
        Attack(
            "farewells",
            "refused requests of who goes on talking",
            lambda n: b"\0 \r\n\r\n" + b"x" * 100_000,
            reads=Reads.NOTHING,
            connections=2_000,
            flood=True,
            times=8,
        ),
        Attack(
            "refused connections",
            "ten times as many connections as it may have",
            lambda n: get("/"),
            connections=2_000,
            reads=Reads.NOTHING,
            flood=True,
            times=1,
        ),
    )
}
