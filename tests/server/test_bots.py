"""Bots: what a token opens and what not, by a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.running import RunningServer, eventually
from tests.server.bots import bearer, host, make, remove, send
from tests.server.raw import RawClient, get, poll
from tests.server.test_private_rooms import Browser
from tests.web.test_openapi import check, described
from tests.web.test_webhooks import ALERTMANAGER, UPTIME_KUMA


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("bots") / "data") as running:
        running.post("good morning")
        running.post("the plan", room="plans")
        yield running


@pytest.fixture
def client(server: RunningServer) -> Iterator[RawClient]:
    with RawClient(server.port) as opened:
        yield opened


def test_a_bot_says_something_under_its_own_name(server: RunningServer, client: RawClient) -> None:
    token = make(server, "printer", "alerts")
    said = {"message": "out of paper", "nick": "Ada", "room": "alerts", "key": "k"}
    first = send(client, "/pub", said, bearer(token["secret"]))
    assert first.status == 200
    assert send(client, "/pub", said, bearer(token["secret"])).json == first.json
    (entry,) = server.log("alerts")
    assert (entry["nick"], entry["bot"], entry["member"]) == ("printer", True, token["id"])
    assert "bot" not in server.log()[0]


@pytest.mark.parametrize("nick", ["scanner", "Scanner", "\u0455canner", "scan\u200bner"])
def test_nobody_else_speaks_under_a_bots_name(
    server: RunningServer, client: RawClient, nick: str
) -> None:
    if not _names(server, client) & {"scanner"}:
        make(server, "scanner")
    for target, said in (("/pub", {"message": "a"}), ("/rooms", {"name": "new"})):
        refused = send(client, target, {**said, "nick": nick})
        assert (refused.status, refused.json["code"]) == (409, "name-taken")
    another = send(client, "/tokens", {"name": nick, "may": "post"}, host(server))
    assert (another.status, another.json["code"]) == (409, "name-taken")


def _names(server: RunningServer, client: RawClient) -> set[str]:
    found = client.ask(get("/tokens", host(server))).json["tokens"]
    return {token["name"] for token in found}


def test_a_token_that_may_only_post_reads_nothing(server: RunningServer, client: RawClient) -> None:
    secret = bearer(make(server, "mute-reader")["secret"])
    for target in ("/rooms", "/rooms/lobby/messages", "/sub?since=0&wait=0", "/sub"):
        refused = client.ask(get(target, secret))
        assert (refused.status, refused.json["code"]) == (403, "token-may-not-read")
        assert b"good morning" not in refused.wire


def test_a_monitoring_program_comes_past_the_door_and_reads_nothing_that_is_said(
    tmp_path: Path,
) -> None:
    with RunningServer(tmp_path / "data") as server, RawClient(server.port) as client:
        server.post("good morning")
        token = make(server, "prometheus", may="metrics")
        reader = make(server, "assistant", may=["post", "read"])
        send(client, "/door", {"mode": "locked"}, host(server), method="PUT")
        assert client.ask(get("/metrics")).json["code"] == "door-closed"
        told = client.ask(get("/metrics", bearer(token["secret"])))
        assert (told.status, b"chat_polls_parked" in told.body) == (200, True)
        for route in ("/sub?since=0", "/rooms", "/rooms/lobby/messages"):
            refused = client.ask(get(route, bearer(token["secret"])))
            assert (refused.status, refused.json["code"]) == (403, "token-may-not-read")
        said = send(client, "/pub", {"message": "hello"}, bearer(token["secret"]))
        assert (said.status, said.json["code"]) == (403, "token-may-not-post")
        refused = client.ask(get("/metrics", bearer(reader["secret"])))
        assert (refused.status, refused.json["code"]) == (403, "token-may-not-measure")


def test_a_token_that_may_only_read_one_room_is_told_of_no_other(
    server: RunningServer, client: RawClient
) -> None:
    secret = bearer(make(server, "reader", "lobby", may=["read"])["secret"])
    rooms = client.ask(get("/rooms", secret)).json["rooms"]
    assert [room["name"] for room in rooms] == ["lobby"]
    for target in ("/sub?room=*&since=0&wait=0", "/sub?room=plans,lobby&since=0&wait=0"):
        assert "the plan" not in client.ask(get(target, secret)).messages
        assert "good morning" in client.ask(get(target, secret)).messages
    assert client.ask(get("/rooms/plans/messages", secret)).json["messages"] == []
    refused = send(client, "/pub", {"message": "a", "room": "lobby"}, secret)
    assert (refused.status, refused.json["code"]) == (403, "token-may-not-post")


def test_where_a_bot_may_not_post_it_learns_not_what_is_there(
    server: RunningServer, client: RawClient
) -> None:
    secret = bearer(make(server, "one-room", "garden")["secret"])
    answers = [
        send(client, "/pub", {"message": "a", "room": room}, secret) for room in ("plans", "none")
    ]
    assert answers[0].status == 403
    assert answers[0].body == answers[1].body


def test_what_is_not_for_bots_is_refused(server: RunningServer, client: RawClient) -> None:
    secret = bearer(make(server, "both", may=["post", "read"])["secret"])
    admin = client.ask(get(f"/admin?token={(server.data / 'admin.token').read_text().strip()}"))
    cookie = "Cookie: " + admin.headers["set-cookie"].partition(";")[0]
    for method, target in (
        ("GET", "/tokens"),
        ("DELETE", "/tokens/x"),
        ("POST", "/rooms"),
        ("PUT", "/sharing"),
    ):
        refused = send(client, target, {"name": "new"}, secret, cookie, method=method)
        assert (refused.status, refused.json["code"]) == (403, "token-not-for-this")
    assert not client.ask(get("/about", secret, cookie)).json["you"]["admin"]


def test_a_wrong_token_opens_nothing_not_even_what_all_may(client: RawClient) -> None:
    for target in ("/", "/about", "/sub?since=0&wait=0", "/nowhere"):
        refused = client.ask(get(target, bearer("0" * 32)))
        assert (refused.status, refused.json["code"]) == (401, "token-wrong")
        assert refused.headers["www-authenticate"] == "Bearer"
    assert client.ask(get("/about", "Authorization: Basic YTpi")).status == 200  # a proxy's


def test_a_token_that_is_taken_back_ends_its_polls_and_no_others(server: RunningServer) -> None:
    token = make(server, "watcher", may=["read", "post"])
    other = make(server, "bystander", may=["read"])
    last = server.get("/rooms")["cursor"]
    with ExitStack() as opened:
        held, stays, again = (opened.enter_context(RawClient(server.port)) for _ in range(3))
        held.send(poll(last, bearer(token["secret"])))
        stays.send(poll(last, bearer(other["secret"])))
        eventually(lambda: server.metric("chat_polls_parked"), lambda parked: parked == 2)
        remove(server, token)
        answer = held.answer()
        assert (answer.status, answer.json["messages"]) == (200, [])
        # By its remembered head, and as the first of a connection.
        for client in (held, again):
            refused = client.ask(poll(last, bearer(token["secret"])))
            assert (refused.status, refused.json["code"]) == (401, "token-wrong")
        assert stays.silent()
        server.post("still here")
        assert stays.answer().messages == ["still here"]
        hook = send(again, f"/hooks/{token['hook']}", b"a", "Content-Type: text/plain")
        assert (hook.status, hook.json["code"]) == (404, "hook-wrong")


def test_a_first_poll_with_a_token_is_known_by_no_others_bytes(server: RunningServer) -> None:
    """Else it would be held by the pass of all who have no cookie, which no token's end revokes."""
    secret = bearer(make(server, "known", may=["read"])["secret"])
    last = server.get("/rooms")["cursor"]
    before = server.metric('chat_polls_total{head="remembered"}')
    for _ in range(3):
        with RawClient(server.port) as client:
            assert client.ask(poll(last, secret, wait=0)).status == 200
    assert server.metric('chat_polls_total{head="remembered"}') == before


def test_only_the_host_has_tokens_and_is_told_no_secret_twice(
    server: RunningServer, client: RawClient
) -> None:
    for method, target in (("GET", "/tokens"), ("POST", "/tokens"), ("DELETE", "/tokens/x")):
        refused = send(client, target, {}, method=method)
        assert (refused.status, refused.json["code"]) == (403, "not-the-host")
    wanted = {"name": "once", "rooms": ["Alerts"], "may": ["read", "post"], "key": "k1"}
    made = send(client, "/tokens", wanted, host(server))
    again = send(client, "/tokens", wanted, host(server))
    assert (made.status, again.status) == (201, 200)
    check(made, described("/tokens", "post", 201))
    check(again, described("/tokens", "post", 200))
    assert again.json == {**made.json, "secret": None, "hook": None}
    listed = client.ask(get("/tokens", host(server)))
    (found,) = (token for token in listed.json["tokens"] if token["name"] == "once")
    assert (found["rooms"], found["may"], found["used"]) == (["alerts"], ["post", "read"], None)
    for secret in (made.json["secret"], made.json["hook"]):
        assert secret.encode() not in listed.body
    client.ask(get("/about", bearer(made.json["secret"])))
    listed = client.ask(get("/tokens", host(server)))
    (found,) = (token for token in listed.json["tokens"] if token["name"] == "once")
    assert found["used"] >= found["since"]
    check(listed, described("/tokens", "get", 200))


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"may": "post"}, "token-unnamed"),
        ({"name": "\u200b", "may": "post"}, "token-unnamed"),
        ({"name": "a" * 300, "may": "post"}, "nick-too-long"),
        ({"name": "a", "may": "delete"}, "token-may"),
        ({"name": "a", "may": []}, "token-may"),
        ({"name": "a", "may": [["post"]]}, "token-may"),
        ({"name": "a", "rooms": "lobby"}, "token-rooms"),
        ({"name": "a", "rooms": ["a"] * 9}, "token-rooms"),
        ({"name": "a", "rooms": ["a b"]}, "room-letters"),
        ({"name": "a", "rooms": ["@aaaaaaaaaaaaaaaa"]}, None),
        ({"name": "a", "key": "\u00e4"}, "key-not-ascii"),
    ],
)
def test_what_is_no_token_is_refused(
    server: RunningServer, client: RawClient, wanted: dict[str, object], code: str | None
) -> None:
    refused = send(client, "/tokens", wanted, host(server))
    assert refused.status in {400, 404, 413}
    assert code in {None, refused.json["code"]}


def test_tokens_are_the_same_after_a_restart_and_on_disk_without_their_secrets(
    tmp_path: Path,
) -> None:
    with RunningServer(tmp_path / "data") as server:
        token = make(server, "printer", "alerts")
        server.kill()
        server.start()
        with RawClient(server.port) as client:
            said = {"message": "out of paper", "room": "alerts"}
            assert send(client, "/pub", said, bearer(token["secret"])).status == 200
            hook = send(client, f"/hooks/{token['hook']}", b"jammed", "Content-Type: text/plain")
            assert hook.json["room"] == "alerts"
        assert server.stop() == 0
        files = [path for path in server.data.rglob("*") if path.is_file()]
        kept = b"".join(path.read_bytes() for path in [*files, server.errors])
        assert token["secret"].encode() not in kept
        assert token["hook"].encode() not in kept


HOOKS = [
    ("text/plain", b"The build has failed", "The build has failed"),
    ("application/x-www-form-urlencoded", b"Backup done", "Backup done"),
    (
        "application/json",
        {"text": "Build <https://ci/7|7> failed"},
        "Build 7 (https://ci/7) failed",
    ),
    ("application/json", UPTIME_KUMA, UPTIME_KUMA["msg"]),
    (
        "application/json",
        ALERTMANAGER,
        "Firing: DiskFull (nas:9100): 2 % of /srv are left\nResolved: HostDown",
    ),
]


def test_what_comes_by_a_hook_is_said_by_its_bot(server: RunningServer, client: RawClient) -> None:
    token = make(server, "monitor", "monitoring", may=["post", "read"])
    for kind, body, _ in HOOKS:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = send(client, f"/hooks/{token['hook']}", data, f"Content-Type: {kind}")
        check(answer, described("/hooks/{secret}", "post", 200))
    log = server.log("monitoring")
    assert [entry["message"] for entry in log] == [text for _, _, text in HOOKS]
    assert {(entry["nick"], entry["bot"]) for entry in log} == {("monitor", True)}


def test_a_hook_says_it_once_under_a_key_and_in_no_room_that_is_not_its(
    server: RunningServer, client: RawClient
) -> None:
    hook = make(server, "careful", "kitchen", "cellar")["hook"]
    ids = {
        send(client, f"/hooks/{hook}?key=7&room=cellar", b"water", "Content-Type: text/plain").json[
            "id"
        ]
        for _ in range(2)
    }
    assert len(ids) == 1
    refused = send(client, f"/hooks/{hook}?room=lobby", b"water", "Content-Type: text/plain")
    assert (refused.status, refused.json["code"]) == (403, "token-not-here")


def test_a_hook_is_not_for_a_token_that_may_only_read(
    server: RunningServer, client: RawClient
) -> None:
    token = make(server, "listener", may=["read"])
    for secret in (token["hook"], token["secret"], "0" * 32):
        refused = send(client, f"/hooks/{secret}", b"a", "Content-Type: text/plain")
        assert (refused.status, refused.json["code"]) == (404, "hook-wrong")


def test_a_bot_comes_past_the_door_and_has_what_it_was_given_behind_it(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data") as server, RawClient(server.port) as client:
        token = make(server, "printer", may=["post", "read"])
        reader = bearer(token["secret"])
        assert send(client, "/door", {"mode": "locked"}, host(server), method="PUT").status == 200
        assert client.ask(get("/rooms")).json["code"] == "door-closed"
        assert client.ask(get("/rooms", reader)).status == 200
        hook = send(client, f"/hooks/{token['hook']}", b"jammed", "Content-Type: text/plain")
        assert hook.status == 200
        assert client.ask(poll(0, reader)).messages == ["jammed"]


def test_a_bot_is_in_a_private_room_as_long_as_its_people_let_it(
    server: RunningServer, client: RawClient
) -> None:
    known = client.ask(get("/about")).headers["set-cookie"].partition(";")[0]
    admin = client.ask(get(f"/admin?token={(server.data / 'admin.token').read_text().strip()}"))
    cookie = f"Cookie: {known}; " + admin.headers["set-cookie"].partition(";")[0]
    room = send(client, "/rooms", {"name": "Cellar", "private": True}, cookie).json["room"]
    given = {"name": "boiler", "rooms": [room], "may": ["post", "read"]}
    refused = send(client, "/tokens", given, host(server))  # who is not in that room
    assert (refused.status, refused.json["code"]) == (404, "room-unknown")
    token = send(client, "/tokens", given, cookie).json
    reader = bearer(token["secret"])
    said = {"message": "too cold", "room": room}
    assert send(client, "/pub", said, reader).json["room"] == room
    before = send(client, "/pub", said, reader).json["id"] - 1
    assert client.ask(poll(before, reader, room="*")).messages == ["too cold"]
    other = bearer(make(server, "elsewhere", may=["post", "read"])["secret"])
    wrong = [send(client, "/pub", {"message": "a", "room": name}, other) for name in (room, "@a")]
    assert [answer.status for answer in wrong] == [404, 404]
    assert wrong[0].body == wrong[1].body
    with RawClient(server.port) as held:
        held.send(poll(server.get("/rooms")["cursor"], reader, room=room))
        assert (
            client.ask(get(f"/rooms/{room}/members/{token['id']}", cookie, method="DELETE")).status
            == 200
        )
        assert "too cold" not in held.answer().body.decode()
    assert send(client, "/pub", said, reader).status == 404
    assert client.ask(poll(0, reader, room="*", wait=0)).json["messages"] == []


def test_a_token_widens_no_conversation(server: RunningServer, client: RawClient) -> None:
    with RawClient(server.port) as one, RawClient(server.port) as two:
        ada, bob = Browser(server, one), Browser(server, two)
        bob.told("POST", "/pub", message="hello", nick="Bob")
        room = ada.told("POST", "/direct", members=[bob.member], nick="Ada")["room"]
        wanted = {"name": "listener", "rooms": [room], "may": "read"}
        refused = send(client, "/tokens", wanted, host(server), ada.cookie)
        assert (refused.status, refused.json["code"]) == (403, "direct-fixed")


def test_no_log_line_and_no_metric_holds_a_secret(server: RunningServer, client: RawClient) -> None:
    token = make(server, "discreet")
    for target in (
        f"/hooks/{token['hook']}",
        f"/hooks/{token['hook']}/",
        f"//hooks/{token['hook']}",
    ):
        send(client, target, b"\xff", "Content-Type: text/plain")
    told = server.errors.read_text() + client.ask(get("/metrics")).body.decode()
    assert token["hook"] not in told
