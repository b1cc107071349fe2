"""What could be sent to make the server work: for each kind of input its worst, of a given size.

Each is a family of requests that grow; the size is in bytes of what grows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote

from tests.server.raw import get, post

HEAD: Final = 15_600
"""Bytes of a head that the limits let in, beside its other lines."""

BODY: Final = 65_000

MARKS: Final = "\u0323\u0301"
"""Marks of two kinds, which are brought into their order when text is composed."""


def _times(piece: str, size: int) -> str:
    return piece * (size // len(piece.encode()))


def _target(piece: str, start: str = "/about?") -> Callable[[int], bytes]:
    return lambda size: get(start + _times(piece, size))


def _header(
    piece: str, start: str = "X-A: ", end: str = "", target: str = "/about"
) -> Callable[[int], bytes]:
    return lambda size: get(target, start + _times(piece, size) + end)


def _form(piece: str, start: str = "message=") -> Callable[[int], bytes]:
    return lambda size: post((start + _times(piece, size)).encode())


def _json(piece: str, start: str = "", end: str = "") -> Callable[[int], bytes]:
    kind = "application/json"
    return lambda size: post((start + _times(piece, size) + end).encode(), kind=kind)


def _field(name: str, piece: str) -> Callable[[int], bytes]:
    """A JSON body with a field of that."""

    def of(size: int) -> bytes:
        fields = {"message": "hello", name: _times(piece, size)}
        body = json.dumps(fields, ensure_ascii=False).encode()
        return post(body, kind="application/json")

    return of


def _host(piece: str, end: str = "") -> Callable[[int], bytes]:
    return lambda size: get("/about").replace(b"localhost", (_times(piece, size) + end).encode())


IN_A_HEAD: Final[Mapping[str, Callable[[int], bytes]]] = {
    "a room of marks": _target(quote(MARKS), "/sub?since=0&wait=0&room=a"),
    "a room's history, of marks": _target(quote(MARKS), "/rooms/a"),
    "a room of one mark": _target(quote(MARKS[0]), "/sub?since=0&wait=0&room=a"),
    "rooms without end": _target("a,", "/sub?since=0&wait=0&room="),
    "rooms of marks": _target(quote(MARKS) + ",", "/sub?since=0&wait=0&room=a"),
    "a cookie of backslashes": _header("\\\\", 'Cookie: member="', '"'),
    "a cookie of octal escapes": _header("\\1", 'Cookie: member="', '"'),
    "cookies without end": _header("member=x; ", "Cookie: "),
    "cookies of one cursor": _header("cursor=1; ", "Cookie: ", "cursor=1", "/sub?since=0&wait=0"),
    "a query of parameters": _target("&"),
    "a query of the same parameter": _target("a&", "/sub?since=0&wait=0&"),
    "a query of escapes": _target("%41", "/sub?since=0&wait=0&room="),
    "a query of halves of escapes": _target("%", "/sub?since=0&wait=0&room="),
    "a query of cursors": _target("since=1&", "/sub?"),
    "a cursor of digits": _target("1", "/sub?wait=0&since="),
    "a path of escapes": _target("%2f", "/static/"),
    "a path of slashes": _target("/", "/static/"),
    "a path of dots": _target("../", "/"),
    "an admin's token": _target("a", "/admin?token="),
    "an address for a code": _target("a", "/invite/qr.svg?url="),
    "an address of dots": _target("a.", "http://"),
    "a host of dots": _host("1."),
    "a host of colons": _host(":"),
    "a host of digits": _host("1"),
    "a host of zeros": _host("0", ".0.0.1"),
    "an IPv6 address": _host("0:", "0"),
    "an origin of dots": _header("a.", "Origin: http://"),
    "an origin of brackets": _header("[", "Origin: http://"),
    "tags of a file": _header('"a",', "If-None-Match: ", target="/static/js/app.js"),
    "a tag that never ends": _header("a", 'If-None-Match: "', target="/static/js/app.js"),
    "tags of quotes": _header('"', "If-None-Match: ,", target="/static/js/app.js"),
    "codings": _header("gzip;q=0,", "Accept-Encoding: ", target="/static/js/app.js"),
    "types of a page": _header("text/htm,", "Accept: ", target="/nothing"),
    "a room that is no page": _target("a", "/"),
    "ranges": _header("0-0,", "Range: bytes=", target="/static/js/app.js"),
    "proxies in a row": _header("10.0.0.1,", "X-Forwarded-For: "),
    "a proxy with a name": _header("a", "X-Forwarded-For: fe80::1%"),
    "a header's name": lambda size: get("/about", "X" * size + ": a"),
    "types without end": _header("text/html;q=0.1,", "Accept: "),
    "languages without end": _header("a;q=0.1,", "Accept-Language: "),
}

IN_A_BODY: Final[Mapping[str, Callable[[int], bytes]]] = {
    "a form's room of marks": _form(quote(MARKS), "message=a&room=a"),
    "a form's nick of marks": _form(quote(MARKS), "message=a&nick=a"),
    "a form of fields": _form("a=b&", "message=a&"),
    "a form of blanks": _form("&", "message=a&"),
    "a form of escapes": _form("%41"),
    "a form of escapes here and there": _form("%41a"),
    "a form of halves of escapes": _form("%"),
    "a form of pluses": _form("+", "message=a&nick="),
    "a form of line ends": _form("%0d"),
    "JSON in JSON": _json('{"a":'),
    "lists in lists": _json("["),
    "lists in lists that end": lambda size: _json("[" * (size // 2) + "]" * (size // 2))(size),
    "a number of digits": _json("1", '{"message": "a", "nick": ', "}"),
    "a fraction of digits": _json("1", '{"message": "a", "nick": 0.', "}"),
    "a fraction of zeros": _json("0", '{"message": "a", "nick": 0.', "1}"),
    "a fraction of zeros that is large": _json("0", '{"message": "a", "nick": 1', "e-60000}"),
    "an exponent": _json("9", '{"message": "a", "nick": 1e', "}"),
    "numbers": _json("1e9,", '{"message": "a", "nick": [', "1]}"),
    "the same field": _json('"a":1,', "{", '"message":"a"}'),
    "escapes in JSON": _json("\\u0323\\u0301", '{"message": "a", "room": "a', '"}'),
    "a room of marks in JSON": _field("room", MARKS),
    "a nick of marks in JSON": _field("nick", MARKS),
    "a nick of joiners": _field("nick", "\u0628\u200c"),
    "a nick of invisible characters": _field("nick", "\u034f"),
    "a nick of spaces": _field("nick", " a"),
    "a message of marks": _field("message", MARKS),
    "a message of joiners": _field("message", "\u200d"),
    "a key": _field("key", "k"),
}
