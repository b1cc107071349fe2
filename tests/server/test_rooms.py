"""Rooms over HTTP: made by a name that somebody typed, and one however they are written."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import Request, urlopen

from tests.running import RunningServer, eventually
from tests.server.raw import RawClient, get, poll


def make(server: RunningServer, **fields: str) -> tuple[int, dict[str, Any]]:
    """The status and what is answered to whoever makes a room."""
    body = json.dumps(fields).encode()
    request = Request(f"{server.url}/rooms", body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=30) as answer:
        return answer.status, json.load(answer)


def names(server: RunningServer) -> dict[str, int]:
    return {room["name"]: room["messages"] for room in server.get("/rooms")["rooms"]}


def test_a_room_is_there_as_soon_as_it_was_made(server: RunningServer) -> None:
    assert make(server, name="Coffee break", key="k") == (201, {"room": "coffee-break", "id": 1})
    assert make(server, name="COFFEE BREAK") == (200, {"room": "coffee-break"})
    assert make(server, name="#Lobby", key="l") == (200, {"room": "lobby"})
    server.kill()
    server.start()
    assert names(server) == {"lobby": 0, "coffee-break": 0}
    told = server.get("/sub?room=*&since=0&wait=0")["messages"]
    assert [(entry["kind"], entry["what"], entry["room"]) for entry in told] == [
        ("room", "made", "coffee-break")
    ]


def test_who_makes_a_room_again_under_the_same_key_is_answered_the_same(
    server: RunningServer,
) -> None:
    made = {"room": "tea", "id": 1}
    assert make(server, name="Tea", key="k") == (201, made)
    server.post("hello", room="tea")
    assert make(server, name="TEA", key="k") == (200, made)
    server.kill()
    server.start()
    assert make(server, name="tea", key="k") == (200, made)
    assert make(server, name="tea", key="k", nick="Somebody else") == (200, {"room": "tea"})
    assert server.get("/rooms")["cursor"] == "2"


def test_a_key_of_a_member_makes_one_room_only(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        cookie = client.ask(get("/")).headers["set-cookie"].partition(";")[0]

        def answered(name: str, key: str) -> tuple[int, object]:
            body = json.dumps({"name": name, "key": key}).encode()
            length = f"Content-Length: {len(body)}"
            kind = "Content-Type: application/json"
            head = get("/rooms", kind, length, f"Cookie: {cookie}", method="POST")
            answer = client.ask(head + body)
            return answer.status, answer.json.get("id")

        assert [answered("tea", "k"), answered("milk", "l")] == [(201, 1), (201, 2)]
        assert [answered("tea", "k"), answered("milk", "l")] == [(200, 1), (200, 2)]
        for name, key in (("tea", "l"), ("milk", "k"), ("lobby", "k"), ("water", "k")):
            assert answered(name, key)[0] == 409


def test_one_room_however_it_is_written(server: RunningServer) -> None:
    for room in ("Lobby", "LOBBY", "lobby"):
        assert server.post("hello", room=room)["room"] == "lobby"
    assert names(server) == {"lobby": 3}
    assert server.get("/rooms/LOBBY/messages")["room"] == "lobby"
    assert len(server.get("/sub?room=Lobby&since=0")["messages"]) == 3


def test_a_poll_for_another_spelling_is_woken_also_where_the_room_is_made_later(
    server: RunningServer,
) -> None:
    with RawClient(server.port) as client:
        client.send(poll(0, room="TEA", wait=30))
        eventually(lambda: server.metric("chat_polls_parked"), lambda parked: parked == 1)
        server.post("ready", room="Tea")
        (said,) = client.answer().json["messages"]
        assert (said["room"], said["message"]) == ("tea", "ready")


def test_the_seeds_page_is_told_of_messages_only(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.send(get("/sub?room=*"))
        eventually(lambda: server.metric("chat_polls_parked"), lambda parked: parked == 1)
        make(server, name="tea")
        make(server, name="milk")
        server.post("hello")
        first = client.answer()
        assert first.json["message"] == "hello"
        # Behind, too: what came since is in memory or has to be read.
        cookie = first.headers["set-cookie"].partition(";")[0]
        for room in ("a", "b", "c"):
            make(server, name=room)
        server.post("again")
        again = client.ask(get("/sub?room=*", f"Cookie: {cookie}"))
        assert again.json["message"] == "again"
        server.stop()
    server.start()
    with RawClient(server.port) as client:
        assert client.ask(get("/sub?room=*", f"Cookie: {cookie}")).json["message"] == "again"
