"""Who is who, asked of a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from appliance.chat.member import new_token, public_id
from tests.running import RunningServer
from tests.server.newcomer import Newcomer
from tests.server.raw import Answer, RawClient, get


class Member:
    """Somebody with a cookie, at a connection of their own."""

    def __init__(self, server: RunningServer) -> None:
        self.token = new_token()
        self.id = public_id(self.token)
        self.client = RawClient(server.port)

    def ask(self, target: str, method: str = "GET", *headers: str, **said: Any) -> Answer:
        body = json.dumps(said).encode() if method != "GET" else b""
        kind = ("Content-Type: application/json", f"Content-Length: {len(body)}")
        cookie = f"Cookie: member={self.token}"
        return self.client.ask(get(target, cookie, *kind, *headers, method=method) + body)


@pytest.fixture
def ada(server: RunningServer) -> Iterator[Member]:
    member = Member(server)
    yield member
    member.client.close()


@pytest.fixture
def bob(server: RunningServer) -> Iterator[Member]:
    member = Member(server)
    yield member
    member.client.close()


def test_a_name_is_kept_and_told_and_is_there_after_a_restart(
    server: RunningServer, ada: Member, bob: Member
) -> None:
    assert ada.ask("/about").json["you"]["nick"] is None
    said = ada.ask("/pub", "POST", nick="Ada", message="hello")
    assert said.status == 200
    changed = ada.ask("/me", "PUT", nick=" Bea ", key="k")
    assert (changed.status, changed.json) == (200, {"nick": "Bea", "id": 2})
    assert ada.ask("/me", "PUT", nick="Bea", key="k").json == changed.json
    assert ada.ask("/me", "PUT", nick="Bea").json == {"nick": "Bea"}
    told = server.log()[-1]
    assert (told["kind"], told["what"], told["who"]) == ("member", "named", ada.id)
    assert (told["nick"], "Ada" in json.dumps(told)) == ("Bea", False)
    person = bob.ask(f"/members/{ada.id}").json
    assert (person["nick"], person["tag"], "former" in person) == ("Bea", None, False)
    you = ada.ask("/about").json["you"]
    assert (you["member"], you["nick"], you["role"]) == (ada.id, "Bea", "")
    server.stop()
    server.start()
    with RawClient(server.port) as client:
        assert client.ask(get(f"/members/{ada.id}")).json == person


def test_the_host_is_told_what_somebody_was_called_before(
    server: RunningServer, ada: Member
) -> None:
    for nick in ("Ada", "Bea", "Cleo"):
        ada.ask("/me", "PUT", nick=nick)
    admin = (server.data / "admin.token").read_text().strip()
    with RawClient(server.port) as client:
        cookie = client.ask(get(f"/admin?token={admin}")).headers["set-cookie"].partition(";")[0]
        found = client.ask(get(f"/members/{ada.id}", f"Cookie: {cookie}")).json
        role = client.ask(get("/about", f"Cookie: {cookie}")).json["you"]["role"]
    assert (found["former"], role) == (["Bea", "Ada"], "host")


def test_the_host_is_told_how_many_others_are_at_an_address(server: RunningServer) -> None:
    host = Newcomer(server, "127.0.0.9").hosting()
    people = [Newcomer(server, f"127.0.0.{last}").greeted() for last in (7, 7, 8)]
    for number, person in enumerate(people):
        person.ask("/pub", "POST", nick=f"Guest {number}", message="hello")
    first, _, alone = (person.ask("/about").body["you"]["member"] for person in people)

    def others(member: str) -> Any:
        return host.ask(f"/members/{member}").body["others_at_address"]

    assert (others(first), others(alone)) == (1, 0)
    people[1].address = "127.0.0.8"  # Only where somebody is now counts.
    people[1].ask("/rooms")
    assert (others(first), others(alone)) == (0, 1)
    server.kill()
    server.start()
    assert others(first) is None


def test_names_that_look_alike_are_told_apart(
    server: RunningServer, ada: Member, bob: Member
) -> None:
    ada.ask("/pub", "POST", nick="Ada", message="hello")
    bob.ask("/me", "PUT", nick="\u0410d\u0430")
    assert ada.ask(f"/members/{bob.id}").json["tag"] == bob.id[:4]
    assert bob.ask(f"/members/{ada.id}").json["tag"] == ada.id[:4]


def test_what_is_not_right_is_refused_with_a_sentence(server: RunningServer, ada: Member) -> None:
    refused = [
        (ada.ask("/me", "PUT"), 400, "nick-missing"),
        (ada.ask("/me", "PUT", nick="a" * 41), 413, "nick-too-long"),
        (ada.ask("/me", "PUT", nick="Ada", room="nowhere"), 404, "room-unknown"),
        (ada.ask("/me", "PUT", nick="Ada", room="@nowhere"), 404, "room-unknown"),
        (ada.ask("/me", "PUT", "Origin: http://evil.example", nick="Ada"), 403, "foreign-page"),
        (ada.ask("/members/nobody"), 404, "member-unknown"),
    ]
    assert [(answer.status, answer.json["code"]) for answer, *_ in refused] == [
        (status, code) for _, status, code in refused
    ]
    with RawClient(server.port) as visitor:
        body = b"nick=Ada"
        answer = visitor.ask(get("/me", f"Content-Length: {len(body)}", method="PUT") + body)
    assert (answer.status, answer.json["code"]) == (403, "names-for-members")


def test_another_device_becomes_the_same_member_once(
    server: RunningServer, ada: Member, bob: Member
) -> None:
    assert ada.ask("/me/links", "POST").json["code"] == "nothing-to-take-along"
    ada.ask("/me", "PUT", nick="Ada")
    made = ada.ask("/me/links", "POST", key="k")
    assert (made.status, set(made.json)) == (201, {"id", "secret", "until", "url", "code"})
    assert made.json["url"].endswith(f"#device={made.json['secret']}")
    foreign = bob.ask(
        "/me/device", "POST", "Origin: http://evil.example", secret=made.json["secret"]
    )
    assert (foreign.status, "set-cookie" in foreign.headers) == (403, False)
    assert bob.ask("/me/device", "GET").status == 405
    became = bob.ask("/me/device", "POST", secret=made.json["secret"])
    assert (became.status, became.json) == (200, {"member": ada.id, "nick": "Ada"})
    assert f"={ada.token};" in became.headers["set-cookie"]
    assert "HttpOnly" in became.headers["set-cookie"]
    again = bob.ask("/me/device", "POST", secret=made.json["secret"])
    assert (again.status, again.json["code"]) == (404, "device-link-unknown")
    assert "set-cookie" not in again.headers
    kept = b"".join(path.read_bytes() for path in server.data.glob("chat.db*"))
    assert made.json["secret"].encode() not in kept
    assert ada.token.encode() not in kept


def test_a_recovery_code_works_after_a_restart(server: RunningServer, ada: Member) -> None:
    ada.ask("/me", "PUT", nick="Ada")
    made = ada.ask("/me/links", "POST", recovery=True).json
    assert made["until"] is None
    server.stop()
    server.start()
    lost = Member(server)
    assert lost.ask("/me/device", "POST", secret=made["secret"].upper()).json["member"] == ada.id
    assert lost.ask("/rooms/@program/messages").status == 404
    lost.client.close()


def test_who_is_inside_comes_in_on_another_device_through_a_locked_door(
    server: RunningServer, ada: Member, bob: Member
) -> None:
    ada.ask("/me", "PUT", nick="Ada")
    secret = ada.ask("/me/links", "POST").json["secret"]
    admin = (server.data / "admin.token").read_text().strip()
    with RawClient(server.port) as client:
        cookie = client.ask(get(f"/admin?token={admin}")).headers["set-cookie"].partition(";")[0]
    host = Member(server)
    assert host.ask("/door", "PUT", f"Cookie: {cookie}", mode="locked").status == 200
    host.client.close()
    assert bob.ask("/rooms").json["code"] == "door-closed"
    assert bob.ask("/me", "PUT", nick="Bob").json["code"] == "door-closed"
    assert bob.ask("/me/device", "POST", secret="a" * 26).status == 404
    bob.token = (
        bob.ask("/me/device", "POST", secret=secret).headers["set-cookie"].split("=")[1][:32]
    )
    assert (bob.token, bob.ask("/rooms").status) == (ada.token, 200)
