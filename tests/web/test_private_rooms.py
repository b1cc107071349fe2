"""Private rooms over HTTP: who is in one reads and writes there, and to others it is not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import falcon.testing
import pytest

from appliance.web.app import create_app
from tests.web.parts import parts


class Browser:
    """Somebody with a cookie, or without one."""

    def __init__(self, app: Any, *, cookie: bool = True) -> None:
        self._app = falcon.testing.TestClient(app)
        self.headers = {"Host": "localhost"}
        greeted = self.ask("GET", "/about")
        self.member = greeted.json["you"]["member"]
        (given,) = greeted.cookies.values()
        if cookie:
            self.headers["Cookie"] = f"{given.name}={given.value}"

    def ask(self, method: str, path: str, **fields: Any) -> Any:
        more = {"json": fields} if fields else {}
        return self._app.simulate_request(method, path, headers=self.headers, **more)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Any]:
    made = parts(tmp_path)
    yield create_app(made)
    made.depot.close()
    made.feed.close()


def test_a_private_room_is_for_those_who_are_in_it(app: Any) -> None:
    ada, bob, eve = Browser(app), Browser(app), Browser(app)
    passer_by = Browser(app, cookie=False)
    made = ada.ask("POST", "/rooms", name="Plans", private=True, topic="summer", nick="Ada")
    assert made.status_code == 201
    room = made.json["room"]
    assert made.json == {"room": room, "id": 1, "title": "Plans", "private": True}
    assert ada.ask("PUT", f"/rooms/{room}/members/{bob.member}").status_code == 200
    assert bob.ask("POST", "/pub", room=room, message="hello").status_code == 200
    (found,) = (one for one in bob.ask("GET", "/rooms").json["rooms"] if one["name"] == room)
    assert (found["title"], found["topic"], found["direct"]) == ("Plans", "summer", False)
    assert (found["members"], found["with"]) == (2, [])
    inside = bob.ask("GET", f"/rooms/{room}/members").json
    assert inside == {
        "maker": ada.member,
        "members": [
            {"member": ada.member, "nick": "Ada", "by": ada.member},
            {"member": bob.member, "nick": "", "by": ada.member},
        ],
    }
    for other in (eve, passer_by):
        assert [one["name"] for one in other.ask("GET", "/rooms").json["rooms"]] == ["lobby"]
        for name in (room, "@nowhere"):
            asked = [
                other.ask("GET", f"/rooms/{name}/messages"),
                other.ask("GET", f"/rooms/{name}/members"),
                other.ask("POST", "/pub", room=name, message="hello"),
                other.ask("PUT", f"/rooms/{name}/members/{other.member}"),
                other.ask("DELETE", f"/rooms/{name}/members/{ada.member}"),
            ]
            assert [(one.status_code, one.json["code"]) for one in asked] == [
                (404, "room-unknown")
            ] * 5
    assert ada.ask("DELETE", f"/rooms/{room}/members/{bob.member}").status_code == 200
    assert bob.ask("GET", f"/rooms/{room}/messages").json["code"] == "room-unknown"
    assert [one["kind"] for one in ada.ask("GET", f"/rooms/{room}/messages").json["messages"]] == [
        *("room", "member", "message", "member")
    ]


def test_a_conversation_is_found_again(app: Any) -> None:
    ada, bob = Browser(app), Browser(app)
    first = ada.ask("POST", "/direct", members=[bob.member])
    again = bob.ask("POST", "/direct", members=[ada.member])
    assert (first.status_code, again.status_code, again.json) == (201, 200, first.json)
    bob.ask("PUT", "/me", nick="Bob")
    (found,) = (one for one in ada.ask("GET", "/rooms").json["rooms"] if one.get("direct"))
    assert found["with"] == [{"member": bob.member, "nick": "Bob"}]
    refused = Browser(app, cookie=False).ask("POST", "/direct", members=[ada.member])
    assert refused.status_code == 403


def test_a_link_lets_in_whoever_has_it_and_says_its_secret_once(app: Any) -> None:
    ada, bob, eve = Browser(app), Browser(app), Browser(app)
    room = ada.ask("POST", "/rooms", name="Plans", private=True).json["room"]
    made = ada.ask("POST", f"/rooms/{room}/links", once=True, seconds=600, nick="Ada", key="k")
    assert made.status_code == 201
    secret = made.json["secret"]
    assert made.json["url"] == f"http://127.0.0.1/#join={secret}"
    size = len(made.json["code"])
    assert {len(row) for row in made.json["code"]} == {size}
    assert (
        ada.ask("POST", f"/rooms/{room}/links", once=True, seconds=600, nick="Ada", key="k").json
        == made.json
    )
    listed = ada.ask("GET", f"/rooms/{room}/links")
    assert secret not in listed.text
    (link,) = listed.json["links"]
    assert (link["id"], link["by"], link["once"], link["uses"]) == (
        made.json["id"],
        ada.member,
        True,
        0,
    )
    came = bob.ask("POST", "/join", secret=secret, nick="Bob")
    assert came.json["room"] == room
    people = ada.ask("GET", f"/rooms/{room}/members").json["members"]
    assert {"member": bob.member, "nick": "Bob", "by": ada.member} in people
    refused = [eve.ask("POST", "/join", secret=wrong) for wrong in (secret, "nothing")]
    assert refused[0].json == refused[1].json
    assert [one.status_code for one in refused] == [404, 404]
    again = bob.ask("POST", f"/rooms/{room}/links").json
    assert bob.ask("DELETE", f"/rooms/{room}/links/{again['id']}").status_code == 200
    assert bob.ask("GET", f"/rooms/{room}/links").json == {"links": []}
    for name in (room, "@nowhere"):
        asked = [
            eve.ask("GET", f"/rooms/{name}/links"),
            eve.ask("POST", f"/rooms/{name}/links"),
            eve.ask("DELETE", f"/rooms/{name}/links/{again['id']}"),
        ]
        assert [(one.status_code, one.json["code"]) for one in asked] == [(404, "room-unknown")] * 3


def test_who_leaves_may_say_so_again(app: Any) -> None:
    ada, bob = Browser(app), Browser(app)
    room = ada.ask("POST", "/rooms", name="Plans", private=True).json["room"]
    path = f"/rooms/{room}/members/{bob.member}"
    added = [ada.ask("PUT", path, key="in").json for _ in range(2)]
    left = [bob.ask("DELETE", path, key="out") for _ in range(2)]
    assert added[0] == added[1]
    assert (left[0].status_code, left[0].json) == (200, left[1].json)
    assert bob.ask("DELETE", path).status_code == 404


def test_a_change_without_a_body_may_say_that_it_is_json(app: Any) -> None:
    """As many clients say of all that they send."""
    ada, bob = Browser(app), Browser(app)
    room = ada.ask("POST", "/rooms", name="Plans", private=True).json["room"]
    ada.headers["Content-Type"] = "application/json"
    path = f"/rooms/{room}/members/{bob.member}"
    assert [ada.ask(method, path).status_code for method in ("PUT", "DELETE")] == [200, 200]


@pytest.mark.parametrize("odd", [1, "yes", None, {}])
def test_private_is_true_or_false(app: Any, odd: object) -> None:
    answer = Browser(app).ask("POST", "/rooms", name="plans", private=odd)
    assert (answer.status_code, answer.json["code"]) == (400, "field-not-flag")
