"""The chat at a path of a host, handed on by a proxy as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import falcon
import falcon.testing
import pytest

from appliance.web.access.chat_path import ChatPath
from tests.cli.command import run
from tests.running import RunningServer
from tests.server.raw import RawClient, get


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    data = tmp_path_factory.mktemp("path") / "data"
    with RunningServer(data, "--public-url", "http://box.example/our/chat") as running:
        yield running


def test_everything_is_at_its_path_and_without_it(chat: RunningServer) -> None:
    with RawClient(chat.port) as client:
        for path in ("/", "/static/js/app.js", "/about", "/rooms", "/rooms/lobby/messages"):
            with_it, without = client.ask(get(f"/our/chat{path}")), client.ask(get(path))
            assert (with_it.status, without.status) == (200, 200)
            assert with_it.headers["content-type"] == without.headers["content-type"]
        assert client.ask(get("/our/chatter")).status == 404
        assert client.ask(get("/our/")).status == 404


MISSPELT = [
    *("/our/chat", "//our/chat", "/our//chat", "/our/./chat", "/x/../our/chat", "/our/%63hat"),
    *("/our/chat//", "/our/chat/.", "/our/chat/%2E/", "/our/chat%2F", "//our/chat/", "//", "/."),
    *("/our/chat/..//chat", "http://localhost/our/chat", "/our/chat?x=/"),
]


@pytest.mark.parametrize("asked", MISSPELT)
def test_however_the_chat_is_spelt_there_is_one_address_to_which_one_is_sent(
    chat: RunningServer, asked: str
) -> None:
    with RawClient(chat.port) as client:
        answer = client.ask(get(asked))
        assert (answer.status, answer.headers["location"]) == (308, "/our/chat/")
        assert client.ask(get("/our/chat/")).status == 200


def test_what_is_no_spelling_of_it_is_looked_for_where_it_was_asked(chat: RunningServer) -> None:
    """Codes are read once, and who sends a whole head of dots must not keep the others waiting."""
    with RawClient(chat.port) as client:
        for asked in ("/our/chat/%252E", "/our/chat/x%252F..", "/our/chat" + "/x/.." * 2_500):
            assert client.ask(get(asked)).status == 404


@pytest.mark.parametrize("taken_off", [False, True])
@pytest.mark.parametrize("asked", ["", "/", "//", "/.", "/our/chat", "/x/y"])
def test_nobody_is_sent_in_circles_or_astray_whatever_the_proxy_takes_off(
    chat: RunningServer, asked: str, taken_off: bool
) -> None:
    """What is asked behind `/our/chat`, by a browser that follows."""
    at = f"/our/chat{asked}"
    for _ in range(2):
        told = at.removeprefix("/our/chat") or at if taken_off else at
        with RawClient(chat.port) as client:
            answer = client.ask(get(told, "Accept: text/html"))
        if answer.status != 308:
            break
        at = urljoin(at, answer.headers["location"])
    if answer.status == 200:
        assert at == "/our/chat/"
    else:
        assert answer.status == 404
        ways = re.findall(r'href="([^"]*)">Open the chat<', answer.body.decode())
        assert [urljoin(at, way) for way in ways] == ["/our/chat/"]


def test_the_address_of_who_is_sent_on_is_written_as_in_a_header() -> None:
    request = falcon.Request(falcon.testing.create_environ("/our/caf%C3%A9"))
    with pytest.raises(falcon.HTTPPermanentRedirect) as sent:
        ChatPath("/our/caf%C3%A9/", {""}).process_request(request, falcon.Response())
    assert dict(sent.value.headers or {})["location"] == "/our/caf%C3%A9/"


@pytest.mark.parametrize("path", ["rooms", "rooms/chat/", "%72ooms/", "./rooms", "favicon.ico"])
def test_a_path_that_begins_like_one_of_the_chats_own_is_refused_at_the_start(
    path: str, tmp_path: Path
) -> None:
    public = f"https://box.example/{path}"
    refused = run("serve", "--port", "0", "--data", str(tmp_path), "--public-url", public)
    assert refused.code == 78
    assert "an address within the chat. Give the chat another path, such as /chat/" in (refused.err)


def test_polls_are_held_and_known_again_there_too(chat: RunningServer) -> None:
    since = chat.post("before")["id"]
    with RawClient(chat.port) as client:
        before = chat.metric('chat_polls_total{head="remembered"}')
        for text in ("one", "two", "three"):
            client.send(get(f"/our/chat/sub?room=lobby&since={since}"))
            since = chat.post(text)["id"]
            assert client.answer().json["messages"][0]["message"] == text
        assert chat.metric('chat_polls_total{head="remembered"}') == before + 2


def test_there_is_one_address_and_it_is_the_one_that_was_said(chat: RunningServer) -> None:
    assert chat.get("/about")["addresses"] == ["http://box.example/our/chat/"]


@pytest.mark.parametrize(
    ("path", "asked", "is_asked"),
    [
        ("/chat/", "/chat/rooms", "/rooms"),
        ("/chat/", "/chat/chat/", "/chat/"),
        ("/chat/", "/rooms", "/rooms"),
        ("/", "/rooms", "/rooms"),
        ("/caf%C3%A9/", "/caf%C3%A9/rooms", "/rooms"),
        ("/chat/", "/chat/a%2Fb", "/a/b"),
        ("/chat/", "/chat%2Frooms", "/chat/rooms"),
        ("/our/rooms/", "/rooms/lobby/messages", "/rooms/lobby/messages"),
    ],
)
def test_what_is_asked_once_the_path_is_off(path: str, asked: str, is_asked: str) -> None:
    request = falcon.Request(falcon.testing.create_environ(asked))
    ChatPath(path, {"", "rooms"}).process_request(request, falcon.Response())
    assert request.path == is_asked
