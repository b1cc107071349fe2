"""What the article teaches, kept: a client written by it works here unchanged."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

import pytest

from tests.running import RunningServer, eventually
from tests.server.conftest import Connect
from tests.server.raw import Answer, RawClient, get, post

pytestmark = pytest.mark.acceptance

MANY = 3_000


def parked(server: RunningServer, polls: int) -> None:
    eventually(lambda: server.metric("chat_polls_parked"), lambda now: now == polls)


def say(client: RawClient, **fields: str) -> Answer:
    return client.ask(post(urlencode(fields).encode()))


def test_a_form_is_answered_with_sent(client: RawClient) -> None:
    answer = say(client, nick="Ada", message="hello")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json["status"] == "sent"
    assert answer.json["id"] == 1
    assert say(client, nick="Ada", message="again").json["id"] == 2


def test_a_form_as_jquery_sends_it(server: RunningServer, client: RawClient) -> None:
    form = b"nick=B%C3%A9la+B.&message=1+%2B+1+%3D+2+%26+%3Cb%3E"
    kind = "application/x-www-form-urlencoded; charset=UTF-8"
    headers = (f"Origin: http://localhost:{server.port}", "X-Requested-With: XMLHttpRequest")
    same = post(form, *headers, kind=kind).replace(b"localhost\r", b"localhost:%d\r" % server.port)
    assert client.ask(same).json["status"] == "sent"
    (entry,) = server.log()
    assert (entry["nick"], entry["message"]) == ("Béla B.", "1 + 1 = 2 & <b>")


def test_json_is_taken_as_well(server: RunningServer, client: RawClient) -> None:
    said = {"nick": "Ada", "message": "hello", "room": "side"}
    answer = client.ask(post(json.dumps(said).encode(), kind="application/json"))
    assert answer.json == {"status": "sent", "id": 1, "room": "side"}
    (entry,) = server.log("side")
    assert entry.items() >= said.items()


def test_a_bare_poll_is_the_next_message_as_one_object(
    server: RunningServer, connect: Connect
) -> None:
    reader, sender = connect(), connect()
    reader.send(get("/sub"))
    parked(server, 1)
    assert reader.silent()
    say(sender, nick="Ada", message="elsewhere", room="side")
    say(sender, nick="Ada", message="hello")
    answer = reader.answer()
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json.items() >= {"nick": "Ada", "message": "hello"}.items()


def test_a_bare_poll_is_not_told_what_was_said_before(
    server: RunningServer, connect: Connect
) -> None:
    reader, sender = connect(), connect()
    say(sender, nick="Ada", message="before")
    eventually(lambda: server.metric("chat_last_id"))
    reader.send(get("/sub"))
    parked(server, 1)
    say(sender, nick="Ada", message="after")
    assert reader.answer().json["message"] == "after"


def test_without_a_nick_the_page_shows_unknown(server: RunningServer, connect: Connect) -> None:
    reader, sender = connect(), connect()
    reader.send(get("/sub"))
    parked(server, 1)
    assert say(sender, message="hello").status == 200
    assert not reader.answer().json["nick"]  # the page's condition for <unknown>


def test_what_is_said_between_two_polls_is_not_lost(
    server: RunningServer, connect: Connect
) -> None:
    reader, sender = connect(), connect()
    reader.send(get("/sub"))
    parked(server, 1)
    for number in range(5):
        say(sender, nick="Ada", message=f"m{number}")
    heard = []
    request = get("/sub")
    for _ in range(5):
        answer = reader.answer()
        heard.append(answer.json["message"])
        jar = re.match(r"cursor-[0-9a-f]{8}=\d+", answer.headers["set-cookie"])
        assert jar
        request = get("/sub", f"Cookie: member={'0' * 32}; {jar[0]}")
        reader.send(request)
    assert heard == [f"m{number}" for number in range(5)]
    parked(server, 1)
    say(sender, nick="Ada", message="m5")
    assert reader.answer().json["message"] == "m5"


def test_the_cookie_that_bridges_the_gap_is_short_lived_and_private(
    server: RunningServer, connect: Connect
) -> None:
    reader, sender = connect(), connect()
    reader.send(get("/sub"))
    parked(server, 1)
    say(sender, message="hello")
    cookie = reader.answer().headers["set-cookie"]
    name = f"cursor-{server.get('/about')['log'][:8]}"
    assert cookie == f"{name}=1; Max-Age=60; HttpOnly; SameSite=Lax"


def test_a_client_that_hung_up_is_noticed(server: RunningServer, connect: Connect) -> None:
    reader, sender = connect(), connect()
    reader.send(get("/sub"))
    parked(server, 1)
    reader.close()
    parked(server, 0)
    assert say(sender, message="hello").status == 200


def test_thousands_are_held_and_all_answered(server: RunningServer, connect: Connect) -> None:
    crowd = [connect() for _ in range(MANY)]
    for client in crowd:
        client.send(get("/sub"))
    parked(server, MANY)
    assert all(client.silent() for client in crowd)
    server.post("hello, all of you")
    assert {client.answer().json["message"] for client in crowd} == {"hello, all of you"}
    parked(server, 0)
    assert "Traceback" not in server.errors.read_text()
