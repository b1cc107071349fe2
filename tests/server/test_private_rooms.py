"""Private rooms of a real server: what is so of them outlives it, and holds for polls at once."""

from __future__ import annotations

import json
from time import monotonic
from typing import Any

from tests.running import SOON, RunningServer, eventually
from tests.server.raw import Answer, RawClient, get


class Browser:
    """Somebody with a cookie, and a connection for polls."""

    def __init__(self, server: RunningServer, line: RawClient) -> None:
        self._server = server
        self.line = line
        greeted = line.ask(get("/about"))
        self.cookie = f"Cookie: {greeted.headers['set-cookie'].partition(';')[0]}"
        self.member = json.loads(greeted.body)["you"]["member"]

    def ask(self, method: str, path: str, **fields: Any) -> Answer:
        body = json.dumps(fields).encode()
        head = (self.cookie, "Content-Type: application/json", f"Content-Length: {len(body)}")
        with RawClient(self._server.port) as client:
            return client.ask(get(path, *head, method=method) + body)

    def told(self, method: str, path: str, **fields: Any) -> Any:
        answer = self.ask(method, path, **fields)
        assert answer.status in {200, 201}, answer.body
        return json.loads(answer.body)

    def hold(self, since: int, room: str = "*") -> None:
        self.line.send(get(f"/sub?since={since}&room={room}&wait=25", self.cookie))


def parked(server: RunningServer, polls: int) -> None:
    eventually(lambda: server.metric("chat_polls_parked"), lambda now: now == polls)


def test_a_room_and_its_people_and_links_outlive_a_kill(server: RunningServer) -> None:
    with RawClient(server.port) as one, RawClient(server.port) as other:
        ada, bob = Browser(server, one), Browser(server, other)
        room = ada.told("POST", "/rooms", name="Plans", private=True, nick="Ada")["room"]
        secret = ada.told("POST", f"/rooms/{room}/links", once=True)["secret"]
        bob.told("POST", "/join", secret=secret, nick="Bob")
        second = ada.told("POST", f"/rooms/{room}/links")["secret"]
        server.kill()
        server.start()
        with RawClient(server.port) as third:
            eve = Browser(server, third)
            assert eve.ask("POST", "/join", secret=secret).status == 404
            assert eve.told("POST", "/join", secret=second)["room"] == room
            inside = bob.told("GET", f"/rooms/{room}/members")["members"]
            assert [one["member"] for one in inside] == [ada.member, bob.member, eve.member]


def test_who_is_taken_out_hears_nothing_more_and_the_others_stay(server: RunningServer) -> None:
    with RawClient(server.port) as one, RawClient(server.port) as other:
        ada, bob = Browser(server, one), Browser(server, other)
        room = ada.told("POST", "/rooms", name="Plans", private=True)["room"]
        path = f"/rooms/{room}/members/{bob.member}"
        for asked in (room, f"lobby,{room}", "*"):
            last = ada.told("PUT", path)["id"]
            ada.hold(last)
            bob.hold(last, asked)
            parked(server, 2)
            begun = monotonic()
            out = ada.told("DELETE", path)["id"]
            ended = bob.line.answer().json
            assert monotonic() - begun < SOON  # and not when its wait was over
            assert (ended["messages"], ended["cursor"]) == ([], str(last))
            assert [entry["id"] for entry in ada.line.answer().json["messages"]] == [out]
            ada.told("POST", "/pub", room=room, message="among us")
            bob.hold(last, asked)
            if asked != "*":
                assert bob.line.answer().json["code"] == "room-unknown"
        parked(server, 1)  # Bob's poll for all rooms has nothing to tell
        said = ada.told("POST", "/pub", message="hello")["id"]
        assert [entry["id"] for entry in bob.line.answer().json["messages"]] == [said]


def test_a_poll_for_a_room_by_its_name_is_for_those_in_it(server: RunningServer) -> None:
    with RawClient(server.port) as one, RawClient(server.port) as other:
        ada, eve = Browser(server, one), Browser(server, other)
        room = ada.told("POST", "/rooms", name="Plans", private=True)["room"]
        ada.hold(0, room)
        assert [entry["room"] for entry in ada.line.answer().json["messages"]] == [room]
        refused = []
        for asked in (room, "@nowhere"):
            eve.hold(0, asked)
            refused.append(eve.line.answer())
        assert [one.status for one in refused] == [404, 404]
        assert refused[0].json == refused[1].json
