"""What is so only now, as clients of a real server are told it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from appliance.chat.names import EVERY_ROOM
from tests.running import RunningServer, eventually
from tests.server.newcomer import Newcomer
from tests.server.raw import RawClient, get, poll
from tests.server.test_people import Member

Joins = Callable[[str], "Onlooker"]

MOST_ANSWERS = 10
"""Until a message that was said before is among them."""


class Onlooker(Member):
    """Somebody who wants to be told."""

    def __init__(self, server: RunningServer, nick: str) -> None:
        super().__init__(server)
        self.cursor = "0.0"
        self.now: dict[str, Any] = {}
        self.messages: list[str] = []
        assert self.ask("/me", "PUT", nick=nick).status == 200

    def hold(self, room: str = EVERY_ROOM, more: str = "") -> None:
        """Ask, and do not wait for the answer."""
        target = f"/sub?room={room}&since={self.cursor}{more}"
        self.client.send(get(target, f"Cookie: member={self.token}"))

    def hear(self) -> dict[str, Any]:
        """The answer."""
        said: dict[str, Any] = self.client.answer().json
        self.cursor = said["cursor"]
        self.messages += [entry.get("message", "") for entry in said["messages"]]
        self.now = {} if said.get("all") else self.now
        for name, state in said.get("now", {}).items():
            self.now[name] = self.now.get(name, {}) | state
        return said

    def follow(self, room: str = EVERY_ROOM, more: str = "") -> dict[str, Any]:
        self.hold(room, more)
        return self.hear()

    def here(self, room: str = EVERY_ROOM) -> dict[str, str]:
        people = self.now.get(room, {}).get("people", [])
        return {person["nick"]: person["state"] for person in people}

    def typing(self, room: str) -> list[str]:
        people = self.now.get(room, {}).get("people", [])
        return [person["nick"] for person in people if person.get("typing")]

    def sees(self, room: str = EVERY_ROOM, **people: str) -> None:
        """Fails unless these are here soon, as all rooms are followed."""
        eventually(lambda: self.here(room) == people or not self.follow(more="&wait=1"))


@pytest.fixture
def joins(server: RunningServer) -> Iterator[Joins]:
    with ExitStack() as opened:

        def join(nick: str) -> Onlooker:
            onlooker = Onlooker(server, nick)
            opened.callback(onlooker.client.close)
            return onlooker

        yield join


def test_who_asks_is_told_who_is_here_and_who_comes_and_others_hear_nothing(
    server: RunningServer, joins: Joins, client: RawClient
) -> None:
    ada = joins("Ada")
    client.send(poll(1, wait=60))
    eventually(lambda: server.metric("chat_polls_parked") == 1)
    first = ada.follow("lobby")
    assert first["all"]
    assert first["now"]["lobby"] == {
        "here": 1,
        "people": [{"member": ada.id, "nick": "Ada", "state": "here"}],
    }
    known = server.metric('chat_polls_total{head="remembered"}')
    ada.hold("lobby")
    bob = joins("Bob")
    bob.follow()
    assert bob.here() == {"Ada": "here", "Bob": "here"}
    assert ada.hear()["messages"][-1]["what"] == "named"
    eventually(lambda: "Bob" in ada.here("lobby") or not ada.follow("lobby"))
    assert server.metric('chat_polls_total{head="remembered"}') > known
    found = bob.ask("/rooms/lobby/people").json
    assert {person["nick"] for person in found["people"]} == {"Ada", "Bob"}
    assert (found["here"], found["gone"]) == (2, [])
    # A public room need not be there to be waited in, nor to hear who could read it.
    bob.cursor = "0.0"
    bob.follow("nobody-said-anything")
    found = bob.ask("/rooms/nobody-said-anything/people").json
    assert found["here"] == bob.now["nobody-said-anything"]["here"]
    # The plain poll, which was parked before all this, was woken by Bob's name and by nothing else.
    plain = client.answer()
    assert set(plain.json) == {"cursor", "messages"}
    assert [entry["nick"] for entry in plain.json["messages"]] == ["Bob"]
    assert b'"cursor":"2","messages":[' in plain.body


def test_who_is_away_says_so_in_the_poll(joins: Joins) -> None:
    ada, bob = joins("Ada"), joins("Bob")
    ada.follow()
    bob.follow()
    bob.hold(more="&away=1")
    ada.sees(Ada="here", Bob="away")


def test_a_private_rooms_people_are_told_to_them_alone(
    joins: Joins,
) -> None:
    ada, bob = joins("Ada"), joins("Bob")
    room = ada.ask("/rooms", "POST", name="Plans", private=True).json["room"]
    ada.follow()
    bob.follow()
    assert (ada.here(room), room in bob.now) == ({"Ada": "here"}, False)
    assert bob.ask(f"/rooms/{room}/people").status == 404
    assert ada.ask(f"/rooms/{room}/members/{bob.id}", "PUT").status == 200
    ada.hold()  # However long ago she asked last.
    bob.sees(room, Ada="here", Bob="here")
    ada.hear()
    assert ada.ask(f"/rooms/{room}/members/{bob.id}", "DELETE").status == 200
    ada.sees(room, Ada="here")
    bob.cursor = "0.0"
    assert room not in json.dumps(bob.follow()["now"])


def test_who_types_is_told_until_they_have_said_it(joins: Joins) -> None:
    ada, bob, typist = joins("Ada"), joins("Bob"), joins("Typist")
    typist.token = bob.token  # on another connection than the poll
    ada.follow()
    bob.follow()

    def sees_typing() -> bool:
        """Said again, as somebody does who goes on: it is over after six seconds."""
        assert typist.ask("/rooms/lobby/typing", "PUT").status == 200
        ada.follow(more="&wait=1")
        return ada.typing("lobby") == ["Bob"]

    eventually(sees_typing)
    ada.hold()
    assert typist.ask("/pub", "POST", nick="Bob", message="done").status == 200
    ada.hear()
    eventually(lambda: "done" in ada.messages or not ada.follow())
    assert [message for message in ada.messages if message] == ["done"]
    assert ada.typing("lobby") == []  # with the message


def test_what_is_read_on_one_device_is_read_on_the_other(
    server: RunningServer, joins: Joins
) -> None:
    ada, phone, bob, tablet = (joins(nick) for nick in ("Ada", "Phone", "Bob", "Tablet"))
    phone.token = tablet.token = ada.token
    for waiting in (ada, bob, tablet):
        waiting.follow()
        waiting.hold()
    eventually(lambda: server.metric("chat_polls_parked") == 3)
    told = phone.ask("/rooms/lobby/read", "PUT", id=3, messages=1).json
    assert told == {
        "room": "lobby",
        "read": 3,
        "read_messages": 1,
        "level": "all",
        "until": None,
    }
    ada.hear()
    eventually(lambda: "lobby" in ada.now or not ada.follow())
    assert (ada.now["lobby"]["read"], ada.now["lobby"]["read_messages"]) == (3, 1)
    assert phone.ask("/rooms/lobby/read", "PUT", id=2).json["read"] == 3
    assert phone.ask("/rooms/lobby/read", "PUT", id="2", back=True).json["read"] == 2
    assert phone.ask("/rooms/lobby/level", "PUT", level="mentions").json["level"] == "mentions"
    server.post("for all")
    ada.follow()
    assert (ada.now["lobby"]["read"], ada.now["lobby"]["level"]) == (2, "mentions")
    assert phone.ask("/rooms/*/read", "PUT", id=1).json["read"] == 1
    eventually(lambda: ada.now[EVERY_ROOM].get("read") == 1 or not ada.follow())
    heard = [bob.hear()]
    for _ in range(MOST_ANSWERS):
        if heard[-1]["messages"]:
            break
        heard.append(bob.follow())
    assert "for all" in bob.messages
    assert "read" not in json.dumps(heard)
    server.kill()
    server.start()
    with RawClient(server.port) as again:
        ada.client = again
        listed = ada.ask("/rooms").json
        (lobby,) = listed["rooms"]
        assert (listed["read"], lobby["read"], lobby["level"], lobby["until"]) == (
            1,
            2,
            "mentions",
            None,
        )
        ada.cursor = "0.0"
        ada.follow()
        assert ada.now["lobby"]["read"] == 2
        assert "read" not in again.ask(get("/rooms")).json["rooms"][0]


def test_who_does_not_want_to_be_shown_is_seen_by_nobody(joins: Joins) -> None:
    ada, bob = joins("Ada"), joins("Bob")
    ada.follow()
    bob.follow()
    bob.hold()
    assert ada.ask("/about").json["you"]["shown"]
    assert ada.ask("/me", "PUT", shown=False).json == {"shown": False}
    assert not ada.ask("/about").json["you"]["shown"]
    bob.hear()
    bob.sees(Bob="here")
    ada.follow()
    assert ada.here() == {"Bob": "here"}
    assert ada.ask("/rooms/lobby/typing", "PUT").status == 200
    assert bob.ask("/rooms/lobby/people").json["gone"] == []
    bob.cursor = "0.0"
    assert bob.follow()["all"]
    assert bob.typing("lobby") == []
    assert ada.ask("/me", "PUT", shown=True).json == {"shown": True}
    ada.hold()
    bob.sees(Ada="here", Bob="here")


def test_after_a_restart_all_is_told_anew_and_who_was_here_when_is_known(
    server: RunningServer, joins: Joins
) -> None:
    ada, bob, cleo = joins("Ada"), joins("Bob"), joins("Cleo")
    assert cleo.ask("/me", "PUT", shown=False).status == 200
    ada.follow()
    for other in (bob, cleo):  # who do not ask for what is now, and are seen all the same
        other.cursor = ada.cursor.partition(".")[0]
        other.hold("lobby")
    eventually(lambda: server.metric("chat_polls_parked") == 2)
    server.stop()
    server.start()
    with RawClient(server.port) as again:
        ada.client = again
        gone = {one["nick"]: one for one in ada.ask("/rooms/lobby/people").json["gone"]}
        assert gone.keys() == {"Ada", "Bob"}
        assert gone["Bob"]["last"] >= gone["Ada"]["last"] > "2026"
        ada.now = {"nowhere": {}}
        assert ada.follow()["all"]
        assert set(ada.now) == {EVERY_ROOM}


def test_what_is_not_right_is_refused(
    server: RunningServer, joins: Joins, client: RawClient
) -> None:
    for wrong in ("1.", ".1", "1.2.3", "1.a", f"{'9' * 17}.0", "-1.0", "1,0"):
        assert client.ask(get(f"/sub?since={wrong}&wait=0")).status == 400, wrong
    assert client.ask(get("/sub?since=0.0&away=2")).status == 400
    ada, host = joins("Ada"), Newcomer(server, "127.0.0.9").hosting()
    refused = [
        ("names-for-members", client.ask(get("/rooms/lobby/read", method="PUT"))),
        ("names-for-members", client.ask(get("/rooms/lobby/typing", method="PUT"))),
        ("read-wrong", ada.ask("/rooms/lobby/read", "PUT", id="x")),
        ("room-unknown", ada.ask("/rooms/nowhere/read", "PUT", id=1)),
        ("level-wrong", ada.ask("/rooms/lobby/level", "PUT", level="some")),
        ("until-wrong", ada.ask("/rooms/lobby/level", "PUT", level="nothing", until="noon")),
        ("room-unknown", ada.ask("/rooms/nowhere/typing", "PUT")),
    ]
    assert host.ask("/rooms/lobby", "PATCH", readonly=True).status == 200
    refused.append(("room-readonly", ada.ask("/rooms/lobby/typing", "PUT")))
    assert host.ask("/rooms/lobby", "PATCH", readonly=False).status == 200
    muted = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert host.ask(f"/members/{ada.id}", "PUT", muted_until=muted).status == 200
    refused.append(("muted", ada.ask("/rooms/lobby/typing", "PUT")))
    assert [answer.json["code"] for _, answer in refused] == [code for code, _ in refused]
