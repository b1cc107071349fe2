"""The leak matrix: every route for every kind of caller, beside a private room.

Whoever makes a route adds a row in `leak_rows.py`, and whoever makes a kind of caller adds it there
and in `Chat`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import falcon.inspect
import pytest

from appliance.web.app import create_app
from tests.running import RunningServer
from tests.server import leak_rows
from tests.server.leak_rows import CALLERS, OPEN, ROWS, Row
from tests.server.newcomer import Newcomer
from tests.server.pictures import picture
from tests.server.raw import Answer, RawClient, get
from tests.web.parts import parts

TITLE: Final = "Surprise for Wilma"
TEXT: Final = "eleven candles and a kite"
TOPIC: Final = "what we give her"
NICK: Final = "Fridolin"
FILE: Final = "who-brings-what.txt"
NOWHERE: Final = f"@{'a' * 26}"
NO_OTHERS: Final[Mapping[str, str]] = {}

PEOPLE: Final = [name for name in OPEN if name not in {leak_rows.NOBODY, *leak_rows.BOTS}]
DECIDED: Final[Mapping[str, Mapping[str, Any]]] = {
    leak_rows.HELPER: {"role": "helper"},
    leak_rows.MUTED: {"muted_until": (datetime.now(UTC) + timedelta(days=1)).isoformat()},
    leak_rows.REMOVED: {"removed": True},
}
"""What the host does to whom."""


class Chat:
    """A running one in which two people talk in a private room."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        self.headers: dict[str, tuple[str, ...]] = {leak_rows.NOBODY: ()}
        people = {name: self._greet(name) for name in (*PEOPLE, "stranger")}
        made = {"name": TITLE, "topic": TOPIC, "private": True, "nick": NICK}
        self.room = self._do(leak_rows.MAKER, "POST", "/rooms", made)["room"]
        for name in (leak_rows.INSIDE, leak_rows.TAKEN_OUT):
            self._do(leak_rows.MAKER, "PUT", f"/rooms/{self.room}/members/{people[name]}")
        said = {"room": self.room, "message": TEXT}
        mine = self._do(leak_rows.MAKER, "POST", "/pub", said)["id"]
        for name, nick in ((leak_rows.TAKEN_OUT, "Otto"), (leak_rows.INSIDE, NICK)):
            answer = self._do(name, "POST", "/pub", {**said, "nick": nick})
        self._do(leak_rows.MAKER, "POST", "/pub", {**said, "message": f"@Otto {TEXT}"})
        gone = f"/rooms/{self.room}/members/{people[leak_rows.TAKEN_OUT]}"
        self._do(leak_rows.MAKER, "DELETE", gone)
        for name in (leak_rows.OUTSIDE, leak_rows.HOST, *DECIDED):
            self._do(name, "POST", "/pub", {"message": "hello", "nick": name})
        for name, wanted in DECIDED.items():
            self._do(leak_rows.HOST, "PUT", f"/members/{people[name]}", wanted)
        self._make_bots()
        self.places = {
            "room": self.room,
            "text": TEXT,
            "stranger": people["stranger"],
            "outside": people[leak_rows.OUTSIDE],
        }
        self.places |= {"said": str(answer["id"]), "mine": str(mine)}
        self.places |= {"attached": self._attach(), "kept": self._keep("kept.txt")}
        self.secrets = [self.room, TITLE, TEXT, TOPIC, NICK, people[leak_rows.MAKER], FILE]

    def ask(
        self, caller: str, method: str, target: str, body: Any = None, headers: Sequence[str] = ()
    ) -> Answer:
        """Over a connection of its own: what is remembered of another cannot help."""
        data = b"" if body is None else json.dumps(body).encode()
        kind = ("Content-Type: application/json",) if data and not headers else headers
        head = (*self.headers[caller], *kind, f"Content-Length: {len(data)}")
        with RawClient(self.server.port) as line:
            line.send(get(target, *head, method=method) + data)
            return line.answer(bare=method == "HEAD")

    def _attach(self) -> str:
        """A file of the room, with a small picture."""
        file = self._keep(FILE)
        small = picture(text=TEXT.encode())
        size = f"Content-Length: {len(small)}"
        with RawClient(self.server.port) as line:
            target = f"/files/{file}/thumbnail"
            head = (*self.headers[leak_rows.INSIDE], size)
            assert line.ask(get(target, *head, method="PUT") + small).status == 200
        said = {"room": self.room, "message": TEXT, "nick": NICK, "files": [file]}
        self._do(leak_rows.INSIDE, "POST", "/pub", said)
        return file

    def _keep(self, name: str) -> str:
        """A file that is in no message yet."""
        told = self._do(leak_rows.INSIDE, "POST", f"/files?name={name}", {"plan": TEXT})
        return str(told["files"][0]["id"])

    def shut(self) -> None:
        """Close the door, and have somebody come to it."""
        self._do(leak_rows.HOST, "PUT", "/door", {"mode": "passcode", "passcode": "open sesame"})
        self._greet(leak_rows.AT_THE_DOOR)

    def _greet(self, name: str) -> str:
        person = Newcomer(self.server)
        person = person.hosting() if name == leak_rows.HOST else person.greeted()
        member: str = person.ask("/about").body["you"]["member"]
        cookies = "; ".join(f"{key}={value}" for key, value in person.cookies.items())
        self.headers[name] = (f"Cookie: {cookies}",)
        return member

    def _make_bots(self) -> None:
        for name, rooms, may in (
            (leak_rows.POSTER, ["lobby"], "post"),
            (leak_rows.READER, ["side"], "read"),
            (leak_rows.METER, [], "metrics"),
        ):
            wanted = {"name": name, "rooms": rooms, "may": may}
            secret = self._do(leak_rows.HOST, "POST", "/tokens", wanted)["secret"]
            self.headers[name] = (f"Authorization: Bearer {secret}",)

    def _do(self, caller: str, method: str, target: str, body: Any = None) -> Any:
        answer = self.ask(caller, method, target, body)
        assert answer.status in {200, 201}, answer.body
        return answer.json


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    with RunningServer(tmp_path_factory.mktemp("leaks") / "data") as running:
        running.post("hello", room="side")
        yield Chat(running)


@pytest.fixture(scope="module")
def shut(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    with RunningServer(tmp_path_factory.mktemp("leaks") / "data") as running:
        made = Chat(running)
        made.shut()
        yield made


def test_every_route_has_a_row(tmp_path: Path) -> None:
    made = parts(tmp_path)
    try:
        routes = falcon.inspect.inspect_app(create_app(made)).routes
    finally:
        made.depot.close()
        made.feed.close()
    served = {
        (method.method, route.path)
        for route in routes
        for method in route.methods
        if not method.internal
    }
    # HEAD is told by GET, where there is that.
    implied = {("HEAD", route) for method, route in served if method == "GET"}
    assert served - implied == {row.key for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_is_answered_what_is_theirs_and_nothing_of_the_room(
    chat: Chat, shut: Chat, row: Row
) -> None:
    answers = {caller: _asked(chat, row, caller) for caller in OPEN}
    answers[leak_rows.AT_THE_DOOR] = _asked(shut, row, leak_rows.AT_THE_DOOR)
    assert {caller: answers[caller].status for caller in CALLERS} == row.expected
    for caller in set(CALLERS) - row.tells:
        of = shut if caller == leak_rows.AT_THE_DOOR else chat
        told = [secret for secret in of.secrets if secret.encode() in answers[caller].wire]
        assert [secret for secret in told if secret not in _sent(of, row)] == []


def _asked(chat: Chat, row: Row, caller: str, places: Mapping[str, str] = NO_OTHERS) -> Answer:
    target, body = _filled(row, {**chat.places, **places})
    bodiless = row.method in {"GET", "HEAD"}
    return chat.ask(caller, row.method, target, None if bodiless else body, row.headers)


def _filled(row: Row, places: Mapping[str, str]) -> tuple[str, Any]:
    target, body = row.target or row.route, json.dumps(dict(row.body))
    for name, value in places.items():
        target, body = (text.replace(f"{{{name}}}", value) for text in (target, body))
    return target, json.loads(body)


def _sent(chat: Chat, row: Row) -> str:
    """Who asks may hear their own words again."""
    target, body = _filled(row, chat.places)
    return target + json.dumps(body)


def test_only_host_and_helpers_hear_who_shares_an_address(chat: Chat) -> None:
    target = f"/members/{chat.places['outside']}"
    told = {caller for caller in OPEN if b"address" in chat.ask(caller, "GET", target).body}
    assert told == {leak_rows.HOST, leak_rows.HELPER}


NAMING: Final = [row for row in ROWS if "{room}" in f"{row.target or row.route}{dict(row.body)}"]


@pytest.mark.parametrize("row", NAMING, ids=str)
def test_a_room_that_is_not_there_is_answered_as_one_that_is_not_theirs(
    chat: Chat, row: Row
) -> None:
    for caller in set(OPEN) - row.tells:
        mine = _asked(chat, row, caller)
        wrong = _asked(chat, row, caller, {"room": NOWHERE})
        assert wrong.status == mine.status
        assert wrong.body.replace(NOWHERE.encode(), chat.room.encode()) == mine.body


NOTHINGS: Final = {"said": "99999", "mine": "99999", "attached": "0" * 32, "kept": "0" * 32}
"""Numbers and ids that nothing has."""

ANSWERED: Final = [row for row in ROWS if any(f"{{{name}" in str(row) for name in NOTHINGS)]


@pytest.mark.parametrize("row", ANSWERED, ids=str)
def test_what_is_not_there_is_answered_as_one_that_is_not_theirs(chat: Chat, row: Row) -> None:
    for caller in set(OPEN) - row.tells:
        mine = _asked(chat, row, caller)
        wrong = _asked(chat, row, caller, NOTHINGS)
        assert (wrong.status, wrong.body) == (mine.status, mine.body)
