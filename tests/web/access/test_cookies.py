"""Cookies as they are read, and as a browser keeps them: by host, whatever the port, by scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import falcon
import falcon.testing
import pytest

from appliance.web.access.cookies import LONGEST, MOST, values
from tests.growth import growth
from tests.running import RunningServer
from tests.server.raw import Answer, RawClient, get, post

HTTPS = "X-Forwarded-Proto: https"
FORMER = "0123456789abcdef" * 2


def read(header: str, name: str = "member") -> list[str]:
    environ = falcon.testing.create_environ(headers={"Cookie": header})
    return values(falcon.Request(environ), name)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("member=a", ["a"]),
        ("other=x; member=a; more=y", ["a"]),
        ("member=a;member=b ; member=", ["a", "b", ""]),
        ("member=a=b", ["a=b"]),
        ("Member=a; xmember=b; member2=c; member", [""]),
        ('member="a"', ['"a"']),
        ("", []),
        (";;=;", []),
    ],
)
def test_the_values_of_one_name_are_read_in_their_order(header: str, found: list[str]) -> None:
    assert read(header) == found


def test_a_request_without_cookies_has_none() -> None:
    assert values(falcon.Request(falcon.testing.create_environ()), "member") == []


def test_what_is_too_long_or_too_much_to_be_ours_is_passed_over() -> None:
    assert read(f"member={'x' * (LONGEST + 1)}; member=a") == ["a"]
    assert read("; ".join(f"member={number}" for number in range(100))) == [
        str(number) for number in range(MOST)
    ]


@pytest.mark.parametrize("value", ['"{}"', "{}", 'other="{}"; member=a'])
@pytest.mark.parametrize("piece", ["\\\\", "\\1", '"', ";", "=", "; member=x"])
def test_reading_takes_time_in_proportion_to_the_header(value: str, piece: str) -> None:
    # The standard library's own reading grew sixteenfold here: 0.4 s of everybody's time.
    assert growth(lambda size: read("member=" + value.format(piece * size)), 8_000) < 8


class Jar:
    """What a browser has of one host; it sends all of it to every port."""

    def __init__(self, **known: str) -> None:
        self.known = known

    def ask(self, server: RunningServer, target: str, *headers: str) -> Answer:
        said = "; ".join(f"{name}={value}" for name, value in self.known.items())
        with RawClient(server.port) as client:
            answer = client.ask(get(target, f"Cookie: {said}", *headers))
        given = answer.headers.get("set-cookie", "").partition(";")[0]
        if given:
            name, _, value = given.partition("=")
            self.known[name] = value
        return answer

    def member(self, server: RunningServer, *headers: str) -> str:
        me: str = self.ask(server, "/about", *headers).json["you"]["member"]
        return me


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[RunningServer]:
    """It believes a proxy on this machine."""
    with RunningServer(tmp_path / "one", "--trusted-proxies", "127.0.0.1") as running:
        yield running


@pytest.fixture
def other(tmp_path: Path) -> Iterator[RunningServer]:
    with RunningServer(tmp_path / "other") as running:
        yield running


def test_the_host_of_two_chats_on_one_machine_is_the_host_of_both(
    chat: RunningServer, other: RunningServer
) -> None:
    jar = Jar()
    for server in (chat, other):
        token = (server.data / "admin.token").read_text().strip()
        assert jar.ask(server, f"/admin?token={token}").status == 303
    for server in (chat, other):
        assert jar.ask(server, "/about").json["you"]["admin"] is True


def test_a_member_of_two_chats_on_one_machine_stays_the_same_in_both(
    chat: RunningServer, other: RunningServer
) -> None:
    jar = Jar()
    first = [jar.member(server) for server in (chat, other)]
    assert [jar.member(server) for server in (chat, other)] == first
    assert len(set(first)) == 2


def test_where_the_seed_stood_in_one_chat_is_not_where_it_stood_in_another(
    chat: RunningServer, other: RunningServer
) -> None:
    for number in range(3):
        other.post(f"old {number}")
    jar = Jar()
    name = f"cursor-{chat.get('/about')['log'][:8]}"
    jar.known = {name: "0"}
    chat.post("missed")
    assert jar.ask(chat, "/sub").json["message"] == "missed"
    said = "; ".join(f"{name}={value}" for name, value in jar.known.items())
    with RawClient(other.port) as reader:
        reader.send(get("/sub", f"Cookie: {said}"))
        assert other.get("/about")
        assert reader.silent()  # what was said there before is old


def test_who_came_before_an_update_stays_the_same(chat: RunningServer) -> None:
    jar = Jar(member=FORMER)
    before = jar.member(chat)
    assert len(jar.known) == 2
    del jar.known["member"]
    assert jar.member(chat) == before
    assert FORMER in jar.known.values()


def test_who_came_by_http_is_the_same_by_https(chat: RunningServer) -> None:
    jar = Jar()
    before = jar.member(chat)
    assert jar.member(chat, HTTPS) == before


def test_https_has_a_cookie_of_its_own_that_http_need_not_replace(chat: RunningServer) -> None:
    """A browser keeps a Secure cookie from being replaced by http, and does not send it there."""
    secure = Jar()
    by_https = secure.member(chat, HTTPS)
    [name] = secure.known
    assert name.startswith("__Host-")
    plain = Jar()
    by_http = plain.member(chat)
    assert name not in plain.known
    both = Jar(**secure.known, **plain.known)
    assert both.member(chat, HTTPS) == by_https
    assert plain.member(chat) == by_http


def test_a_secure_cookie_says_nothing_by_http(chat: RunningServer) -> None:
    secure = Jar()
    by_https = secure.member(chat, HTTPS)
    assert Jar(**secure.known).member(chat) != by_https


def test_no_shared_cache_keeps_an_answer_that_gives_a_cookie(chat: RunningServer) -> None:
    token = (chat.data / "admin.token").read_text().strip()
    log = chat.get("/about")["log"]
    with RawClient(chat.port) as client:
        client.ask(post(b"message=hello"))
        tag = client.ask(get("/")).headers["etag"]
        seed = f"Cookie: cursor-{log[:8]}=0"
        requests = (
            *(get("/"), get("/", f"If-None-Match: {tag}"), get("/", "Cookie: member=" + FORMER)),
            *(get("/about"), get(f"/admin?token={token}"), get("/sub", seed)),
        )
        for request in requests:
            headers = client.ask(request).headers
            assert "set-cookie" in headers
            assert re.search(r"\b(private|no-store)\b", headers["cache-control"]), request
        assert client.ask(get("/static/js/app.js")).headers["cache-control"] == "no-cache"


def test_where_others_have_the_rest_of_the_host_they_are_sent_no_cookie_of_ours(
    tmp_path: Path,
) -> None:
    """A cookie without a path is for where it came from, as the browser knows it."""
    options = ("--trusted-proxies", "127.0.0.1", "--public-url", "https://box/chat/")
    with RunningServer(tmp_path / "path", *options) as chat, RawClient(chat.port) as client:
        chat.post("hello")
        token = (chat.data / "admin.token").read_text().strip()
        seed = f"Cookie: cursor-{chat.get('/about')['log'][:8]}=0"
        for request in (get("/", HTTPS), get(f"/admin?token={token}", HTTPS), get("/sub", seed)):
            assert "path" not in client.ask(request).headers["set-cookie"].lower()
        jar = Jar()
        member = jar.member(chat, HTTPS)
        [name] = jar.known
        assert name.startswith("__Secure-")
        assert jar.member(chat, HTTPS) == member
