"""Who is named in what is said: found by the server, counted for each, on a real one."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import pytest

from tests.running import RunningServer, eventually
from tests.server.raw import RawClient, poll
from tests.server.test_moderation import House, code
from tests.server.test_private_rooms import Browser


class Named(House):
    """In which all have names."""

    def __init__(self, server: RunningServer, stack: ExitStack) -> None:
        super().__init__(server, stack)
        for who, nick in ((self.ada, "Ada"), (self.bob, "Bob"), (self.eve, "Eve")):
            who.told("PUT", "/me", nick=nick)

    def say(self, who: Browser, text: str, **fields: Any) -> int:
        said: int = who.told("POST", "/pub", message=text, **fields)["id"]
        return said


@pytest.fixture
def house(server: RunningServer) -> Any:
    with ExitStack() as stack:
        yield Named(server, stack)


def unread(who: Browser, room: str = "lobby") -> list[tuple[int, int, str]]:
    rooms = {one["name"]: one for one in who.told("GET", "/rooms")["rooms"]}
    found = rooms[room].get("mentions", []) if room in rooms else []
    return [(one["id"], one["at"], one["member"]) for one in found]


def listed(who: Browser, query: str = "") -> list[tuple[int, bool]]:
    found = who.told("GET", f"/mentions{query}")["mentions"]
    return [(one["message"]["id"], one["unread"]) for one in found]


def test_a_plain_post_names_whom_it_can_mean_and_the_seed_reads_the_text(
    server: RunningServer, house: Named
) -> None:
    said = server.post("hello @bob, you there?")["id"]
    (entry,) = server.get(f"/sub?since={said - 1}&wait=0")["messages"]
    assert entry["message"] == "hello @bob, you there?"
    assert entry["mentions"] == [{"name": "bob", "member": house.bob.member}]
    assert house.ada.told("GET", f"/messages/{said}")["mentions"] == entry["mentions"]
    assert unread(house.bob) == [(said, said, entry["member"])]
    assert unread(house.ada) == []
    nobody = server.post("hello @nobody")["id"]
    assert "mentions" not in house.ada.told("GET", f"/messages/{nobody}")


def test_what_is_read_or_put_away_counts_no_more(house: Named) -> None:
    ada, bob = house.ada, house.bob
    first, second, third = (house.say(ada, f"@Bob {number}") for number in range(3))
    other = house.say(ada, "@Bob elsewhere", room="side")
    assert [one[0] for one in unread(bob)] == [first, second, third]
    assert listed(bob) == [(other, True), (third, True), (second, True), (first, True)]
    assert listed(bob, "?limit=1") == [(other, True)]
    assert bob.told("GET", "/mentions?limit=1")["more"] is True
    assert listed(bob, f"?before={third}") == [(second, True), (first, True)]
    bob.told("PUT", "/rooms/lobby/read", id=first)
    assert [one[0] for one in unread(bob)] == [second, third]
    bob.told("DELETE", f"/mentions/{second}")
    assert [one[0] for one in unread(bob)] == [third]
    assert listed(bob) == [(other, True), (third, True), (first, False)]
    bob.told("DELETE", f"/mentions?up_to={third}")
    assert (unread(bob), listed(bob)) == ([], [(other, True)])
    assert [one[0] for one in unread(bob, "side")] == [other]
    assert code(bob, "DELETE", "/mentions/none") == (400, "mention-wrong")
    assert code(bob, "DELETE", "/mentions") == (400, "mentions-up-to")


def test_an_edit_names_others_or_nobody(house: Named) -> None:
    ada, bob, eve = house.ada, house.bob, house.eve
    said = house.say(ada, "@Bob?")
    bob.told("PUT", "/rooms/lobby/read", id=said)
    eve.told("PUT", "/rooms/lobby/read", id=said)
    edit = ada.told("PUT", f"/messages/{said}", message="@Bob and @Eve?")["id"]
    assert unread(bob) == []  # who has read it once
    assert unread(eve) == [(said, edit, ada.member)]
    bob.told("PUT", "/me", nick="Robert")
    ada.told("PUT", f"/messages/{said}", message="@Bob only")
    assert ada.told("GET", f"/messages/{said}")["mentions"] == [
        {"name": "Bob", "member": bob.member}
    ]
    assert (listed(eve), listed(bob)) == ([], [(said, False)])
    ada.told("PUT", f"/messages/{said}", message="nobody")
    assert ada.told("GET", f"/messages/{said}")["mentions"] == []
    assert listed(bob) == []
    ada.told("PUT", f"/messages/{said}", message="@Robert")
    assert [one[0] for one in listed(bob)] == [said]
    ada.told("DELETE", f"/messages/{said}")
    assert (listed(bob), unread(bob)) == ([], [])
    assert "mentions" not in ada.told("GET", f"/messages/{said}")


def test_a_sender_may_say_whom_a_name_means_and_say_it_again(house: Named) -> None:
    ada, bob, eve = house.ada, house.bob, house.eve
    eve.told("PUT", "/me", nick="Bob")
    text = {"message": "hi @Bob", "key": "k"}
    said = ada.told("POST", "/pub", **text)["id"]
    assert (unread(bob), unread(eve)) == ([], [])  # two are called so, and none of them is here
    meant = ada.told("POST", "/pub", message="hi @Bob", mentions={"Bob": eve.member})["id"]
    assert unread(eve) == [(meant, meant, ada.member)]
    eve.told("PUT", "/me", nick="Eve")
    assert ada.told("POST", "/pub", **text)["id"] == said  # now it would be found
    assert unread(bob) == []
    assert code(ada, "POST", "/pub", message="x", mentions=["Bob"]) == (400, "mentions-wrong")


def test_here_names_those_who_hold_a_poll(house: Named) -> None:
    ada, bob, eve = house.ada, house.bob, house.eve
    with RawClient(house.server.port) as line:
        line.send(poll(ada.told("GET", "/rooms")["cursor"], bob.cookie))
        eventually(lambda: _here(ada), lambda here: here == {"Bob"})
        said = house.say(ada, "@here lunch")
    assert ada.told("GET", f"/messages/{said}")["mentions"] == [{"name": "here"}]
    assert unread(bob) == [(said, said, ada.member)]
    assert (unread(eve), unread(ada)) == ([], [])


def _here(who: Browser) -> set[str]:
    return {one["nick"] for one in who.told("GET", "/rooms/lobby/people")["people"]}


def test_of_a_private_room_nobody_is_told_who_is_not_in_it(house: Named) -> None:
    ada, bob, eve = house.ada, house.bob, house.eve
    room = ada.told("POST", "/rooms", name="Cellar", private=True)["room"]
    ada.told("PUT", f"/rooms/{room}/members/{bob.member}")
    said = house.say(ada, "@Bob and @Eve", room=room)
    named = ada.told("GET", f"/messages/{said}")["mentions"]
    assert named == [{"name": "Bob", "member": bob.member}]
    assert [one[0] for one in unread(bob, room)] == [said]
    ada.told("DELETE", f"/rooms/{room}/members/{bob.member}")
    assert (unread(bob, room), listed(bob), listed(eve)) == ([], [], [])


def test_they_are_there_after_a_restart(server: RunningServer, house: Named) -> None:
    said = house.say(house.ada, "@Bob")
    house.bob.told("DELETE", f"/mentions/{house.say(house.ada, '@Bob again')}")
    server.stop()
    server.start()
    with ExitStack() as stack:
        again = Named(server, stack)
        again.bob.cookie = house.bob.cookie
        assert listed(again.bob) == [(said, True)]
