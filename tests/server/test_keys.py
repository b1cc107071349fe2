"""A key makes sending again harmless, and never loses what somebody else said."""

from __future__ import annotations

import json

from tests.running import RunningServer
from tests.server.raw import Answer, RawClient, get, post


def say(client: RawClient, text: str, *headers: str, room: str = "lobby") -> Answer:
    body = json.dumps({"nick": "", "message": text, "key": "1", "room": room}).encode()
    return client.ask(post(body, *headers, kind="application/json"))


def test_two_devices_behind_one_address_use_one_key(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        assert say(client, "one of us").json["id"] == 1
        assert say(client, "the other").json["id"] == 2
        assert say(client, "one of us", room="tea").json["id"] == 3
        assert [say(client, text).json["id"] for text in ("one of us", "the other")] == [1, 2]
    told = [(entry["message"], entry["key"]) for entry in server.log()]
    assert told == [("one of us", "1"), ("the other", "1")]


def test_a_member_who_uses_a_key_for_other_words_is_told(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        given = client.ask(get("/about")).headers
        cookie = "Cookie: " + given["set-cookie"].partition(";")[0]
        assert say(client, "first", cookie).json["id"] == 1
        refused = say(client, "second", cookie)
        assert (refused.status, refused.json["title"]) == (409, "The key is taken")
        assert "a key of its own" in refused.json["description"]
        assert say(client, "first", cookie).json["id"] == 1
    assert [entry["message"] for entry in server.log()] == ["first"]
