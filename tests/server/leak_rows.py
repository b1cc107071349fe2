"""The leak matrix: what each kind of caller is answered on each route, about a private room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

NOBODY = "nobody"  # without a cookie
OUTSIDE = "outside"  # a member who was never in the room
TAKEN_OUT = "taken out"
INSIDE = "inside"
MAKER = "maker"
HOST = "host"  # who is not in the room
HELPER = "helper"  # likewise
MUTED = "muted"  # likewise
REMOVED = "removed"  # who was removed by the host, and was never in the room
POSTER = "poster"  # a bot that may only post, in the lobby
READER = "reader"  # a bot that may only read another room
METER = "meter"  # a program that may only ask for the metrics
AT_THE_DOOR = "at the door"  # a browser that is not past it

OPEN: Final = (
    NOBODY,
    OUTSIDE,
    TAKEN_OUT,
    INSIDE,
    MAKER,
    HOST,
    HELPER,
    MUTED,
    REMOVED,
    POSTER,
    READER,
    METER,
)
"""Who comes to a chat whose door is open."""

CALLERS: Final = (*OPEN, AT_THE_DOOR)
IN_THE_ROOM: Final = frozenset({INSIDE, MAKER})
BOTS: Final = (POSTER, READER, METER)

BOTH: Final = {INSIDE: 200, MAKER: 200}
"""What is answered to those in the room."""


@dataclass(frozen=True)
class Row:
    """One request, with `{room}` and others of `test_leaks.Chat.places` filled in, and the status
    of its answer by callers.
    """

    method: str
    route: str
    expected: Mapping[str, int]
    target: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    tells: frozenset[str] = IN_THE_ROOM
    """Who may be told of the room."""
    headers: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.method, self.route

    def __str__(self) -> str:
        return f"{self.method} {self.target or self.route} {dict(self.body) or ''}".rstrip()


def all_but(
    usual: int, bots: int = 403, door: int = 403, removed: int = 403, **others: int
) -> dict[str, int]:
    """`usual` for people; `_` in a caller's name is a space."""
    told = {
        **dict.fromkeys(CALLERS, usual),
        **dict.fromkeys(BOTS, bots),
        AT_THE_DOOR: door,
        REMOVED: removed,
    }
    return told | {name.replace("_", " "): status for name, status in others.items()}


def everybody(status: int) -> dict[str, int]:
    return dict.fromkeys(CALLERS, status)


def inside(status: int, usual: int = 404) -> dict[str, int]:
    """For those in the room; to others it is as if it were not there."""
    return all_but(usual, inside=status, maker=status)


def reading(usual: int, **others: int) -> dict[str, int]:
    """As well for the bot that may read, which is an outsider."""
    return all_but(usual, reader=usual, **others)


def host(status: int, **others: int) -> dict[str, int]:
    return all_but(403, host=status, **others)


REACTIONS: Final = "/messages/{message}/reactions/{emoji}"

TUS: Final = ("Tus-Resumable: 1.0.0",)

PIECE: Final = (*TUS, "Content-Type: application/offset+octet-stream", "Upload-Offset: 0")

SENT_ON: Final = {"room": "{room}", "message": "{text}", "files": ["{attached}"]}

ROWS: Final = (
    Row("GET", "/", everybody(200)),
    Row("GET", "/favicon.ico", all_but(200, door=200, removed=200)),
    Row("GET", "/static/{path:path}", everybody(200), "/static/js/app.js"),
    Row("GET", "/about", everybody(200)),
    Row("GET", "/healthz", everybody(200)),
    Row("GET", "/openapi.json", all_but(200, bots=200, removed=200)),
    Row("GET", "/metrics", all_but(200, meter=200)),
    Row("GET", "/admin", all_but(403), "/admin?token=wrong"),
    Row("GET", "/invite", all_but(200)),
    Row("GET", "/invite/qr.svg", all_but(404), "/invite/qr.svg?url=http://elsewhere.example/"),
    Row("PUT", "/sharing", host(400)),
    Row("POST", "/pub", all_but(400, poster=400)),
    Row(
        *("POST", "/pub", all_but(404, poster=404, inside=200, maker=200)),
        body={"room": "{room}", "message": "{text}"},
    ),
    Row("GET", "/sub", reading(200), "/sub?since=0&wait=0&room=*"),
    Row("GET", "/sub", reading(404, **BOTH), "/sub?since=0&wait=0&room={room}"),
    Row("GET", "/sub", reading(404, **BOTH), "/sub?since=0&wait=0&room=lobby,{room}"),
    Row("GET", "/sub", reading(200), "/sub?since=0.0&wait=0&room=*"),
    Row("GET", "/sub", reading(404, **BOTH), "/sub?since=0.0&wait=0&room={room}"),
    Row("GET", "/rooms/{room}/people", inside(200)),
    Row("PUT", "/rooms/{room}/typing", inside(200)),
    Row("PUT", "/rooms/{room}/read", inside(200), body={"id": "1"}),
    Row(
        *("PUT", "/rooms/{room}/read", all_but(200, nobody=403), "/rooms/*/read"),
        body={"id": "1"},
        tells=frozenset(),
    ),
    Row("PUT", "/rooms/{room}/level", inside(200), body={"level": "nothing"}),
    Row("GET", "/messages/{message}", inside(200), "/messages/{said}"),
    Row("PUT", "/messages/{message}", inside(400), "/messages/{said}"),
    Row(
        *("PUT", "/messages/{message}", inside(200) | {MAKER: 403}, "/messages/{said}"),
        body={"message": "{text}"},
    ),
    Row("DELETE", "/messages/{message}", inside(200) | {INSIDE: 403}, "/messages/{mine}"),
    Row("PUT", REACTIONS, inside(200), "/messages/{said}/reactions/%F0%9F%91%8D"),
    Row("DELETE", REACTIONS, inside(200), "/messages/{said}/reactions/%F0%9F%91%8D"),
    Row(
        *("POST", "/pub", all_but(404, poster=404, inside=200, maker=200)),
        body={"room": "{room}", "message": "{text}", "reply": "{said}"},
    ),
    Row("POST", "/pub", all_but(404, poster=404), body={"message": "{text}", "reply": "{said}"}),
    Row("GET", "/rooms", reading(200)),
    Row("POST", "/rooms", all_but(400)),
    Row("POST", "/rooms", all_but(404, muted=403), body={"name": "{room}"}),
    Row("PATCH", "/rooms/{room}", all_but(404, inside=403, maker=200)),
    Row("DELETE", "/rooms/{room}", all_but(404, inside=403, maker=403)),
    Row("GET", "/rooms/{room}/messages", reading(404, **BOTH)),
    Row("GET", "/rooms/{room}/messages", reading(404, **BOTH), "/rooms/{room}/messages?after=0"),
    Row("GET", "/rooms/{room}/messages", reading(404, **BOTH), "/rooms/{room}/messages?around=1"),
    Row(
        *("GET", "/rooms/{room}/messages", reading(200)),
        "/rooms/lobby/messages?around={said}",
        tells=frozenset(),
    ),
    Row("GET", "/mentions", all_but(200)),
    Row("DELETE", "/mentions", all_but(400, nobody=403)),
    Row("DELETE", "/mentions", all_but(200, nobody=403), "/mentions?up_to=1"),
    Row(
        *("DELETE", "/mentions/{message}", all_but(200, nobody=403), "/mentions/{said}"),
        tells=frozenset(),
    ),
    Row("GET", "/search", reading(400)),
    Row("GET", "/search", reading(200), "/search?q=candles"),
    Row("GET", "/search", reading(404, **BOTH), "/search?q=candles&room={room}"),
    Row("POST", "/files", all_but(201, poster=201, muted=403)),
    Row(
        *("POST", "/files", all_but(404, poster=404, inside=200, maker=200)),
        "/files?name=a&room={room}",
        body={"message": "{text}"},
    ),
    Row("PUT", "/files/{file}", all_but(404, poster=404, **BOTH), "/files/a?room={room}"),
    Row("GET", "/files/{file}", reading(404, **BOTH), "/files/{attached}"),
    Row("GET", "/files/{file}", reading(404), "/files/{kept}", tells=frozenset()),
    Row("GET", "/files/{file}/thumbnail", reading(404, **BOTH), "/files/{attached}/thumbnail"),
    Row(
        *("PUT", "/files/{file}/thumbnail", all_but(404, poster=404, muted=403)),
        "/files/{attached}/thumbnail",
    ),
    Row("POST", "/pub", all_but(404, poster=404), body={"files": ["{kept}", "{attached}x"]}),
    Row("POST", "/pub", all_but(404, poster=404, **BOTH), body=SENT_ON),
    Row("OPTIONS", "/uploads", all_but(200, poster=200)),
    Row("POST", "/uploads", all_but(412, poster=412)),
    Row(
        *("POST", "/uploads", all_but(201, poster=201, muted=403)),
        headers=(*TUS, "Upload-Length: 5"),
    ),
    # What a message has is no upload any more, whoever may read that.
    *(
        Row(
            *(method, "/uploads/{upload}", all_but(404, poster=404), "/uploads/{attached}"),
            tells=frozenset(),
            headers=headers,
        )
        for method, headers in (("HEAD", TUS), ("PATCH", PIECE), ("DELETE", TUS))
    ),
    # Who knows the id of one that no message has is who sent it.
    Row(
        *("HEAD", "/uploads/{upload}", all_but(200, poster=200), "/uploads/{kept}"),
        tells=frozenset(OPEN),
        headers=TUS,
    ),
    # Members, not where their files are.
    Row("GET", "/storage", all_but(200), tells=IN_THE_ROOM | {HOST, HELPER}),
    Row("GET", "/rooms/{room}/members", inside(200)),
    Row("PUT", "/rooms/{room}/members/{member}", inside(200), "/rooms/{room}/members/{stranger}"),
    Row(
        *("DELETE", "/rooms/{room}/members/{member}", all_but(404, inside=403, maker=200)),
        "/rooms/{room}/members/{stranger}",
    ),
    Row("GET", "/rooms/{room}/links", inside(200)),
    Row("POST", "/rooms/{room}/links", inside(201)),
    Row("DELETE", "/rooms/{room}/links/{link}", all_but(404), "/rooms/{room}/links/none"),
    Row("POST", "/join", all_but(404, nobody=403), body={"secret": "wrong"}),
    Row("POST", "/direct", all_but(201, nobody=403), body={"members": ["{stranger}"]}),
    Row("PUT", "/me", all_but(400)),
    Row("PUT", "/me", all_but(200, nobody=403), body={"shown": True}),
    Row(
        *("PUT", "/me", all_but(404, nobody=403, muted=403, inside=200, maker=200)),
        body={"nick": "Newly called", "room": "{room}"},
    ),
    Row("POST", "/me/device", all_but(404, door=404), body={"secret": "wrong"}),
    Row("POST", "/me/links", all_but(201, nobody=403)),
    # All members, not who is where.
    Row("GET", "/members", host(200, helper=200), tells=IN_THE_ROOM | {HOST, HELPER}),
    Row("PUT", "/members/{member}", host(200, helper=200), "/members/{stranger}"),
    Row("GET", "/members/{member}", all_but(404), "/members/{stranger}"),
    Row("GET", "/members/{member}", all_but(200, door=403), "/members/{outside}"),
    Row("GET", "/door", all_but(200, door=200)),
    Row("POST", "/door", all_but(200, door=400)),
    Row("PUT", "/door", host(400)),
    Row("GET", "/door/waiting", host(200, helper=200)),
    Row("PUT", "/door/waiting/{member}", host(400, helper=400), "/door/waiting/{stranger}"),
    Row("GET", "/tokens", host(200)),
    Row("POST", "/tokens", host(400)),
    Row("DELETE", "/tokens/{token}", host(404), "/tokens/{stranger}"),
    Row("POST", "/hooks/{secret}", everybody(404), "/hooks/wrong"),
)
"""Every route and method has one at least: a new one fails until it is here."""
