"""What host and helpers do to keep order, on a real server: it holds at once, and is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.running import RunningServer
from tests.server.raw import RawClient, get
from tests.server.test_private_rooms import Browser, parked


class House:
    """A chat with its host, a helper and three others, each with a connection of their own."""

    def __init__(self, server: RunningServer, stack: ExitStack) -> None:
        self.server = server
        self.host, self.helper, self.ada, self.bob, self.eve = (
            Browser(server, stack.enter_context(RawClient(server.port))) for _ in range(5)
        )
        token = (server.data / "admin.token").read_text().strip()
        admitted = self.host.line.ask(get(f"/admin?token={token}"))
        self.host.cookie += f"; {admitted.headers['set-cookie'].partition(';')[0]}"
        self.host.line.ask(get("/about", self.host.cookie))
        self.host.told("PUT", f"/members/{self.helper.member}", role="helper")

    def put(self, whom: Browser, by: Browser | None = None, **fields: Any) -> Any:
        return (by or self.host).told("PUT", f"/members/{whom.member}", **fields)

    def acts(self, by: Browser | None = None) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (by or self.host).told("GET", "/rooms/@host/messages")[
            "messages"
        ]
        return found


@pytest.fixture
def house(server: RunningServer) -> Iterator[House]:
    with ExitStack() as stack:
        yield House(server, stack)


def code(who: Browser, method: str, path: str, **fields: Any) -> tuple[int, str]:
    answer = who.ask(method, path, **fields)
    return answer.status, json.loads(answer.body).get("code", "")


def later(**amount: int) -> str:
    return (datetime.now(UTC) + timedelta(**amount)).isoformat()


def test_only_host_and_helpers_keep_order_and_read_what_was_done(house: House) -> None:
    ada, bob, helper, host = house.ada, house.bob, house.helper, house.host
    assert code(ada, "GET", "/members") == (403, "not-a-keeper")
    assert code(ada, "PUT", f"/members/{bob.member}", hidden=True) == (403, "not-a-keeper")
    assert code(ada, "GET", "/rooms/@host/messages") == (404, "room-unknown")
    assert code(ada, "POST", "/pub", room="@host", message="x") == (404, "room-unknown")
    assert code(helper, "POST", "/pub", room="@host", message="x") == (403, "room-acts")
    for whom in (host, helper):
        assert code(helper, "PUT", f"/members/{whom.member}", removed=True)[0] == 403
    assert code(helper, "PUT", f"/members/{ada.member}", role="helper") == (403, "not-the-host")
    assert code(host, "PUT", f"/members/{host.member}", removed=True) == (403, "act-on-yourself")
    assert code(host, "PUT", f"/members/{ada.member}", role="host") == (400, "role-unknown")
    assert code(host, "PUT", "/members/nobody", hidden=True) == (400, "member-unknown")
    assert code(host, "GET", f"/members/{ada.member}") == (404, "member-unknown")
    done = house.put(ada, helper, hidden=True, nick="Helen")
    known = host.told("GET", f"/members/{ada.member}")  # Who never said a name is known by this.
    assert {name: known[name] for name in ("since", "role", "hidden", "former")} == (
        {"since": None, "role": "", "hidden": True, "former": []}
    )
    assert code(ada, "GET", f"/members/{ada.member}") == (404, "member-unknown")
    helper.told("PUT", "/me", nick="Helen")
    assert ada.told("GET", f"/members/{helper.member}").keys() == {"member", "nick", "tag", "since"}
    last = house.acts(helper)[-1]
    assert (last["id"], last["kind"], last["who"], last["what"]) == (
        *(done["id"], "member", ada.member, "hidden"),
    )
    assert (last["nick"], last["member"]) == ("Helen", helper.member)
    assert "@host" not in [room["name"] for room in host.told("GET", "/rooms")["rooms"]]
    house.put(helper, role="")
    assert code(helper, "GET", "/rooms/@host/messages") == (404, "room-unknown")


def test_the_hosts_first_poll_is_known_by_its_bytes_and_waits_for_acts_too(house: House) -> None:
    ada, host, server = house.ada, house.host, house.server
    last = int(ada.told("GET", "/rooms")["cursor"])
    ada.hold(last)
    parked(server, 1)
    whole_way = server.metric('chat_polls_total{head="parsed"}')
    with RawClient(server.port) as again:
        host.line = again
        host.hold(last)
        parked(server, 2)
        assert server.metric('chat_polls_total{head="parsed"}') == whole_way
        done = house.put(house.bob, hidden=True)["id"]
        told, word = again.answer().json["messages"]
    assert (told["id"], told["room"], told["what"]) == (done, "@host", "hidden")
    assert (word["id"], word["room"], word["what"]) == (done + 1, "lobby", "hidden")


def test_who_is_muted_reads_and_is_told_for_how_long(house: House) -> None:
    ada = house.ada
    ada.told("POST", "/pub", message="before", key="k", nick="Ada")
    own = ada.told("POST", "/rooms", name="Plans", private=True)["room"]
    assert (
        code(house.host, "PUT", f"/members/{ada.member}", muted_until=later(seconds=-1))[0] == 400
    )
    assert code(house.host, "PUT", f"/members/{ada.member}", muted_until=later(days=400))[0] == 400
    until = house.put(ada, muted_until=later(minutes=10))["muted_until"]
    for method, path, fields in (
        ("POST", "/pub", {"message": "hello"}),
        ("PUT", "/me", {"nick": "Shout"}),
        ("POST", "/rooms", {"name": "shout"}),
        ("POST", "/rooms", {"name": "Shout", "private": True}),
        ("PATCH", f"/rooms/{own}", {"title": "Shout"}),
        ("PUT", f"/rooms/{own}/members/{house.bob.member}", {"nick": "Shout"}),
        ("POST", "/direct", {"members": [house.bob.member], "nick": "Shout"}),
    ):
        answer = ada.ask(method, path, **fields)
        assert (answer.status, answer.json["code"]) == (403, "muted")
        assert 590 < answer.json["values"]["seconds"] <= 600
    ada.told("PUT", f"/rooms/{own}/members/{house.bob.member}", nick="Ada")  # which is no word
    # What was taken before is acknowledged again.
    assert ada.told("POST", "/pub", message="before", key="k", nick="Ada")["status"] == "sent"
    you = ada.told("GET", "/about")["you"]
    assert (you["muted_until"], you["hidden"]) == (until, False)
    assert 590 < you["muted_seconds"] <= 600
    told = ada.told("GET", "/rooms/lobby/messages")["messages"][-1]
    assert (told["kind"], told["who"], told["what"], told["until"], told["member"]) == (
        *("member", ada.member, "muted", until, ""),
    )
    house.put(ada, muted_until=None)
    ada.told("POST", "/pub", message="hello")


@pytest.mark.parametrize("value", [[], {}, 1e999, -1e999, 0.5])
def test_what_is_no_such_value_is_refused(house: House, value: Any) -> None:
    of = f"/members/{house.ada.member}"
    assert code(house.host, "PUT", of, role=value) == (400, "role-unknown")
    assert code(house.host, "PUT", of, muted_until=value) == (400, "muted-until-wrong")
    assert code(house.host, "PATCH", "/rooms/lobby", slow=value) == (400, "slow-wrong")


def test_where_one_of_several_fields_is_refused_none_of_them_is_changed(house: House) -> None:
    ada, host = house.ada, house.host
    room = ada.told("POST", "/rooms", name="Plans", private=True)["room"]
    before = len(house.acts()), ada.told("GET", "/rooms"), ada.told("GET", "/about")["you"]
    of = f"/members/{ada.member}"
    assert code(host, "PUT", of, role="helper", hidden="perhaps")[0] == 400
    assert code(host, "PUT", of, role="helper", muted_until="never")[0] == 400
    assert code(host, "PATCH", "/rooms/lobby", title="Board", slow=-1) == (400, "slow-wrong")
    assert code(ada, "PATCH", f"/rooms/{room}", title="x", topic="x" * 9_999)[0] == 413
    assert code(ada, "PATCH", f"/rooms/{room}", title="x", archived=1)[0] == 400
    assert code(ada, "PUT", "/me", shown=False, nick="n" * 1_000) == (413, "nick-too-long")
    assert code(ada, "PUT", "/me", nick="Ada", shown="perhaps") == (400, "field-not-flag")
    after = len(house.acts()), ada.told("GET", "/rooms"), ada.told("GET", "/about")["you"]
    assert after == before
    ada.hold(int(before[1]["cursor"]))
    parked(house.server, 1)
    people = house.bob.told("GET", "/rooms/lobby/people")["people"]
    assert ada.member in [one["member"] for one in people]


def test_who_is_removed_hears_nothing_more_at_once_and_may_come_back(house: House) -> None:
    ada, bob, server = house.ada, house.bob, house.server
    last = int(bob.told("GET", "/rooms")["cursor"])
    ada.hold(last)
    bob.hold(last)
    parked(server, 2)
    house.put(ada, removed=True)
    assert ada.line.answer().status == 200
    ada.hold(last)
    refused = ada.line.answer()
    assert (refused.status, refused.json["code"]) == (403, "member-removed")
    for method, path in (("GET", "/rooms"), ("GET", "/invite"), ("POST", "/pub"), ("PUT", "/me")):
        assert code(ada, method, path) == (403, "member-removed")
    for path in ("/", "/healthz", "/static/js/app.js", "/openapi.json"):
        assert ada.ask("GET", path).status == 200
    assert ada.told("GET", "/about")["you"]["removed"]
    server.kill()
    server.start()
    assert code(ada, "GET", "/rooms") == (403, "member-removed")
    house.put(ada, removed=False)
    assert ada.told("GET", "/rooms")["rooms"]


def test_a_visitor_is_known_by_address_and_nick_and_may_be_silenced(house: House) -> None:
    server = house.server
    server.post("spam", nick="Bot")
    visitor = server.log()[-1]["member"]
    house.host.told("PUT", f"/members/{visitor}", removed=True)
    body = json.dumps({"message": "more", "nick": "Bot"}).encode()
    head = ("Content-Type: application/json", f"Content-Length: {len(body)}")
    with RawClient(server.port) as client:
        refused = client.ask(get("/pub", *head, method="POST") + body)
    assert (refused.status, refused.json["code"]) == (403, "member-removed")
    server.post("others are not meant", nick="Cron")


def test_what_somebody_said_is_folded_away_for_everybody_and_back(house: House) -> None:
    ada, bob = house.ada, house.bob
    ada.told("POST", "/pub", message='"member":"' + bob.member + '"', nick="Ada")
    house.put(ada, hidden=True)
    assert ada.told("GET", "/about")["you"]["hidden"]
    history = bob.told("GET", "/rooms/lobby/messages")
    assert history["hidden"] == bob.told("GET", "/rooms")["hidden"] == [ada.member]
    assert [one["what"] for one in history["messages"] if one["kind"] == "member"][-1] == "hidden"
    house.put(ada, hidden=False)
    assert bob.told("GET", "/rooms/lobby/messages")["hidden"] == []
    assert bob.told("GET", "/rooms")["hidden"] == []


def test_all_are_listed_for_the_host_and_an_act_is_done_once_under_its_key(house: House) -> None:
    ada = house.ada
    ada.told("POST", "/pub", message="hello", nick="Ada")
    first = house.put(ada, house.helper, hidden=True, removed=True, key="k")
    again = house.put(ada, house.helper, hidden=True, removed=True, key="k")
    assert first == again
    known = {one["member"]: one for one in house.helper.told("GET", "/members")["members"]}
    found = known[ada.member]
    assert (found["nick"], found["removed"], found["hidden"]) == ("Ada", True, True)
    assert (found["role"], found["muted_until"]) == ("", None)
    assert known[house.helper.member]["role"] == "helper"
    assert [one["what"] for one in house.acts()] == ["helper", "removed", "hidden"]


def test_who_may_write_in_a_room_is_decided_by_who_keeps_order(house: House) -> None:
    ada, helper, host = house.ada, house.helper, house.host
    assert code(ada, "PATCH", "/rooms/lobby", readonly=True) == (403, "not-a-keeper")
    assert code(host, "PATCH", "/rooms/nowhere", topic="x") == (404, "room-unknown")
    assert code(host, "PATCH", "/rooms/lobby", slow=-1) == (400, "slow-wrong")
    assert code(host, "PATCH", "/rooms/lobby", readonly="perhaps") == (400, "field-not-switch")
    changed = helper.told("PATCH", "/rooms/lobby", readonly=True, topic="News", title="Board")
    assert (changed["readonly"], changed["topic"], changed["title"]) == (True, "News", "Board")
    assert code(ada, "POST", "/pub", message="x") == (403, "room-readonly")
    helper.told("POST", "/pub", message="news")
    (lobby,) = ada.told("GET", "/rooms")["rooms"]
    assert (lobby["readonly"], lobby["topic"], lobby["archived"]) == (True, "News", False)
    helper.told("PATCH", "/rooms/lobby", readonly=False, archived=True)
    assert code(helper, "POST", "/pub", message="x") == (403, "room-archived")
    helper.told("PATCH", "/rooms/lobby", archived=False, slow=600)
    ada.told("POST", "/pub", message="one", key="k")
    refused = ada.ask("POST", "/pub", message="two")
    assert (refused.status, refused.json["code"]) == (429, "room-slow")
    assert 590 < int(refused.headers["retry-after"]) <= 600
    assert ada.told("POST", "/pub", message="one", key="k")["status"] == "sent"
    house.bob.told("POST", "/pub", message="mine")
    helper.told("POST", "/pub", message="a")
    helper.told("POST", "/pub", message="b")
    acts = [(one["in"], one["what"]) for one in house.acts() if one["kind"] == "room"]
    names = ("title", "topic", "readonly", "readonly", "archived", "slow", "archived")
    assert acts == [("lobby", name) for name in names]


def test_who_made_a_private_room_keeps_order_in_it_and_others_hear_not_which(house: House) -> None:
    ada, bob, host = house.ada, house.bob, house.host
    room = ada.told("POST", "/rooms", name="Plans", private=True)["room"]
    ada.told("PUT", f"/rooms/{room}/members/{bob.member}")
    changed = ada.told("PATCH", f"/rooms/{room}", title="Surprise", readonly=True, key="k")
    assert ada.told("PATCH", f"/rooms/{room}", title="Surprise", readonly=True, key="k") == changed
    assert code(bob, "POST", "/pub", room=room, message="x") == (403, "room-readonly")
    ada.told("POST", "/pub", room=room, message="news")
    (found,) = (one for one in bob.told("GET", "/rooms")["rooms"] if one["name"] == room)
    assert (found["title"], found["readonly"]) == ("Surprise", True)
    assert found["maker"] == ada.member
    assert code(bob, "PATCH", f"/rooms/{room}", readonly=False) == (403, "not-a-keeper")
    assert code(ada, "PATCH", f"/rooms/{room}", title=" ") == (400, "title-empty")
    assert code(host, "PATCH", f"/rooms/{room}", readonly=False) == (404, "room-unknown")
    assert code(host, "DELETE", f"/rooms/{room}") == (404, "room-unknown")
    ada.told("PUT", f"/rooms/{room}/members/{host.member}")
    link = ada.told("POST", f"/rooms/{room}/links")["secret"]
    bob.hold(int(bob.told("GET", "/rooms")["cursor"]))
    parked(house.server, 1)
    assert host.told("DELETE", f"/rooms/{room}")["room"] == room
    (last,) = bob.line.answer().json["messages"]
    assert (last["room"], last["what"]) == (room, "removed")
    assert code(ada, "GET", f"/rooms/{room}/messages") == (404, "room-unknown")
    assert code(house.eve, "POST", "/join", secret=link)[0] == 404
    told = json.dumps(house.acts(house.helper))
    assert "removed" in told
    assert room not in told
    assert "Surprise" not in told


def test_a_helper_takes_back_any_message_the_hosts_too_and_it_is_listed(house: House) -> None:
    said = house.host.told("POST", "/pub", nick="Hedy", message="a slip")["id"]
    assert code(house.ada, "DELETE", f"/messages/{said}") == (403, "delete-not-yours")
    house.helper.told("DELETE", f"/messages/{said}")
    assert "a slip" not in json.dumps(house.ada.told("GET", "/rooms/lobby/messages"))
    act = house.acts()[-1]
    assert (act["what"], act["member"]) == ("message-deleted", house.helper.member)


def test_a_room_that_was_removed_is_nowhere(house: House) -> None:
    ada, host, server = house.ada, house.host, house.server
    server.post("gone soon", room="side")
    server.post("elsewhere", room="other")
    last = int(ada.told("GET", "/rooms")["cursor"])
    ada.hold(last)
    house.bob.hold(last, "side")
    parked(server, 2)
    assert code(house.helper, "DELETE", "/rooms/side") == (403, "not-the-host")
    assert code(host, "DELETE", "/rooms/lobby") == (403, "lobby-stays")
    host.told("DELETE", "/rooms/side")
    for who in (ada, house.bob):
        (told,) = who.line.answer().json["messages"]
        assert (told["room"], told["kind"], told["what"]) == ("side", "room", "removed")
    for _ in range(2):
        assert "side" not in [room["name"] for room in ada.told("GET", "/rooms")["rooms"]]
        assert code(ada, "GET", "/rooms/side/messages") == (404, "room-removed")
        assert code(host, "POST", "/pub", room="Side", message="x") == (404, "room-removed")
        assert code(ada, "POST", "/rooms", name="side") == (404, "room-removed")
        assert code(host, "PATCH", "/rooms/side", topic="x") == (404, "room-removed")
        everything = ada.told("GET", "/sub?room=*&since=0")["messages"]
        assert {one["room"] for one in everything} == {"lobby", "other"}
        server.kill()
        server.start()
