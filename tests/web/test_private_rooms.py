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
        self._headers = {"Host": "localhost"}
        greeted = self.ask("GET", "/about")
        self.member = greeted.json["you"]["member"]
        (given,) = greeted.cookies.values()
        if cookie:
            self._headers["Cookie"] = f"{given.name}={given.value}"

    def ask(self, method: str, path: str, **fields: Any) -> Any:
        more = {"json": fields} if method != "GET" else {}
        return self._app.simulate_request(method, path, headers=self._headers, **more)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Any]:
    made = parts(tmp_path)
    yield create_app(made)
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
    assert found["members"] == sorted([ada.member, bob.member])
    for other in (eve, passer_by):
        assert [one["name"] for one in other.ask("GET", "/rooms").json["rooms"]] == ["lobby"]
        for name in (room, "@nowhere"):
            asked = [
                other.ask("GET", f"/rooms/{name}/messages"),
                other.ask("POST", "/pub", room=name, message="hello"),
                other.ask("PUT", f"/rooms/{name}/members/{other.member}"),
                other.ask("DELETE", f"/rooms/{name}/members/{ada.member}"),
            ]
            assert [(one.status_code, one.json["code"]) for one in asked] == [
                (404, "room-unknown")
            ] * 4
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
    refused = Browser(app, cookie=False).ask("POST", "/direct", members=[ada.member])
    assert refused.status_code == 403
