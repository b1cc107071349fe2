"""What is done to messages that were said, on a real server: edited, taken back, answered."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import Any
from urllib.parse import quote

from tests.running import RunningServer, eventually
from tests.server.raw import get
from tests.server.test_moderation import House, code, later

SECRET = "Zxq-said-in-error"
THUMB = quote("👍")


def history(house: House, room: str = "lobby") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = house.bob.told("GET", f"/rooms/{room}/messages")["messages"]
    return [entry for entry in found if entry["kind"] == "message"]


def test_messages_are_edited_answered_and_reacted_to(server: RunningServer) -> None:
    with ExitStack() as stack:
        house = House(server, stack)
        ada, bob = house.ada, house.bob
        said = ada.told("POST", "/pub", message="helo")["id"]
        path = f"/messages/{said}"
        edited = ada.told("PUT", path, message="hello", key="e")["id"]
        assert ada.told("PUT", path, message="hello", key="e")["id"] == edited
        assert code(ada, "PUT", path, message="other", key="e") == (409, "key-taken")
        assert code(bob, "PUT", path, message="mine") == (403, "edit-not-yours")
        assert code(house.host, "PUT", path, message="mine") == (403, "edit-not-yours")
        assert code(ada, "PUT", path, message=" ") == (400, "message-empty")
        assert code(ada, "PUT", f"/messages/{edited}", message="x") == (404, "message-unknown")
        for method, where in (("PUT", path), ("DELETE", path), ("PUT", f"{path}/reactions/👍")):
            found = code(ada, method, quote(where), message="x", log="another")
            assert found == (409, "other-chat")
        bob.told("POST", "/pub", message="hi", reply=said)
        assert code(bob, "POST", "/pub", message="hi", reply=edited) == (404, "reply-unknown")
        assert code(bob, "POST", "/pub", message="hi", room="tea", reply=said)[0] == 404
        assert code(bob, "PUT", f"{path}/reactions/word")[0] == 400
        for who in (ada, bob, bob):
            who.told("PUT", f"{path}/reactions/{THUMB}")
        assert "id" not in bob.told("PUT", f"{path}/reactions/{THUMB}")
        ada.told("DELETE", f"{path}/reactions/{THUMB}")
        first, reply = history(house)
        assert (first["message"], first["edits"], first["replies"]) == ("hello", 1, 1)
        assert first["reactions"] == {"👍": [bob.member]}
        assert reply["reply"] == said
        now = bob.told("GET", path)
        assert [version["message"] for version in now.pop("versions")] == ["helo", "hello"]
        assert now == first
        seed = bob.told("GET", "/sub?since=0&wait=0")["messages"]
        kinds = [entry["kind"] for entry in seed if entry.get("target") == said]
        assert kinds == ["edit", "reaction", "reaction", "reaction"]


def test_a_message_may_tell_what_somebody_does(server: RunningServer) -> None:
    with ExitStack() as stack:
        house = House(server, stack)
        ada, bob = house.ada, house.bob
        act = ada.told("POST", "/pub", message="waves", act=True, key="k")["id"]
        assert ada.told("POST", "/pub", message="waves", act=True, key="k")["id"] == act
        assert code(ada, "POST", "/pub", message="waves", key="k") == (409, "key-taken")
        assert code(ada, "POST", "/pub", message="x", act=1) == (400, "field-not-flag")
        bob.told("POST", "/pub", message="waves", act=False)
        ada.told("PUT", f"/messages/{act}", message="waves twice")
        told = [(entry["message"], entry.get("act")) for entry in history(house)]
        assert told == [("waves twice", True), ("waves", None)]
        polled = bob.told("GET", "/sub?since=0&wait=0")["messages"]
        assert [entry["id"] for entry in polled if entry.get("act") is True] == [act]
        ada.told("DELETE", f"/messages/{act}")
        assert "act" not in history(house)[0]


def test_what_was_taken_back_leaves_no_trace_also_of_a_kill(server: RunningServer) -> None:
    def traces() -> list[str]:
        files = (path for path in server.data.iterdir() if path.is_file())
        return [path.name for path in files if SECRET.lower().encode() in path.read_bytes().lower()]

    with ExitStack() as stack:
        house = House(server, stack)
        ada, bob, host = house.ada, house.bob, house.host
        said = ada.told("POST", "/pub", message=SECRET, key="k")["id"]
        ada.told("PUT", f"/messages/{said}", message=f"{SECRET}, better")
        indexed = {"chat.db", "search.db"}
        eventually(traces, lambda found: {name.partition("-")[0] for name in found} == indexed)
        assert code(bob, "DELETE", f"/messages/{said}") == (403, "delete-not-yours")
        ada.told("DELETE", f"/messages/{said}", key="d")
        ada.told("DELETE", f"/messages/{said}", key="d")
        for path in ("/sub?since=0&wait=0", "/rooms/lobby/messages", f"/messages/{said}"):
            assert SECRET.encode() not in bob.line.ask(get(path, bob.cookie)).wire
        for again in (
            code(ada, "PUT", f"/messages/{said}", message="new"),
            code(ada, "DELETE", f"/messages/{said}"),
            code(bob, "PUT", f"/messages/{said}/reactions/{THUMB}"),
        ):
            assert again == (410, "message-gone")
        assert ada.told("POST", "/pub", message=SECRET, key="k")["id"] == said
        eventually(traces, lambda found: not found)
        other = bob.told("POST", "/pub", message=SECRET)["id"]
        deleted = host.told("DELETE", f"/messages/{other}", key="h")["id"]
        assert host.told("DELETE", f"/messages/{other}", key="h")["id"] == deleted
        (act,) = [act for act in house.acts() if act.get("what") == "message-deleted"]
        assert (act["who"], act["in"], act["member"]) == (bob.member, "lobby", host.member)
        server.kill()
    server.start()
    assert not traces()
    told = json.dumps(server.get("/rooms/lobby/messages"))
    assert [entry["deleted"] for entry in json.loads(told)["messages"] if "deleted" in entry] == [
        "author",
        "host",
    ]


def test_who_may_not_write_in_a_room_changes_nothing_there_but_takes_back_their_own(
    server: RunningServer,
) -> None:
    with ExitStack() as stack:
        house = House(server, stack)
        ada, host = house.ada, house.host
        said, other = (ada.told("POST", "/pub", message=word, room="tea")["id"] for word in "ab")
        path = f"/messages/{said}"
        before = [
            ("PUT", path, {"message": "A", "key": "e"}),
            ("PUT", f"{path}/reactions/{THUMB}", {"key": "r"}),
        ]

        def again() -> list[Any]:
            return [ada.told(method, where, **body)["id"] for method, where, body in before]

        stored = again()

        def told() -> set[tuple[int, str]]:
            assert again() == stored  # only the answer had been lost
            return {
                code(ada, "PUT", path, message="x"),
                code(ada, "PUT", f"{path}/reactions/{THUMB}"),
                code(ada, "DELETE", f"{path}/reactions/{THUMB}"),
            }

        for rule in ("readonly", "archived"):
            host.told("PATCH", "/rooms/tea", **{rule: True})
            assert told() == {(403, f"room-{rule}")}
            host.told("PATCH", "/rooms/tea", **{rule: False})
        house.put(ada, muted_until=later(minutes=10))
        assert told() == {(403, "muted")}
        ada.told("DELETE", path)
        before.clear()
        stored.clear()
        path = f"/messages/{other}"
        house.put(ada, muted_until=None, removed=True)
        assert told() | {code(ada, "DELETE", path)} == {(403, "member-removed")}
        house.put(ada, removed=False)
        ada.told("PUT", path, message="x")
        host.told("DELETE", "/rooms/tea")
        assert told() | {code(ada, "DELETE", path)} == {(404, "message-unknown")}
        assert code(ada, "GET", path) == (404, "message-unknown")
