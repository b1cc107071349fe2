"""What people see at an address where nothing is for them; programs are told as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest

from tests.running import RunningServer
from tests.server.raw import Answer, RawClient, get

PEOPLE = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("signposts") / "data") as running:
        yield running


def ask(
    chat: RunningServer, target: str, *headers: str, method: str = "GET", host: str = "localhost"
) -> Answer:
    request = get(target, *headers, method=method)
    with RawClient(chat.port) as client:
        client.send(request.replace(b"Host: localhost", f"Host: {host}".encode()))
        return client.answer(bare=method == "HEAD")


def links(answer: Answer) -> list[tuple[str, str]]:
    """Where the page leads, and the words for it."""
    found = re.findall(r'<a class="[^"]+" href="([^"]*)">([^<]*)</a>', answer.body.decode())
    return [(unescape(address), unescape(words)) for address, words in found]


@pytest.mark.parametrize(
    ("target", "ways"),
    [
        ("/lobby", [("./#lobby", "Open the room lobby"), ("./", "Open the chat")]),
        ("/caf%C3%A9", [("./#caf%C3%A9", "Open the room café"), ("./", "Open the chat")]),
        ("/a%20b", [("./", "Open the chat")]),
        ("/%22%3E%3Cscript%3E", [("./", "Open the chat")]),
        ("/rooms/a/b", [("../../", "Open the chat")]),
        ("/lobby/", [("../", "Open the chat")]),
        ("/static/nothing.js", [("../", "Open the chat")]),
    ],
)
def test_where_nothing_is_a_page_leads_to_the_chat(
    chat: RunningServer, target: str, ways: list[tuple[str, str]]
) -> None:
    answer = ask(chat, target, PEOPLE)
    assert (answer.status, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert links(answer) == ways
    assert answer.headers["cache-control"] == "no-store"
    assert "openapi" not in answer.body.decode()


def test_by_a_foreign_name_it_leads_to_a_number(chat: RunningServer) -> None:
    """A page elsewhere whose name leads here could read it, and knows the number already."""
    answer = ask(chat, "/", PEOPLE, host="elsewhere.example")
    assert answer.status == 421
    address = f"{chat.url}/"
    assert links(answer) == [(address, address)]
    assert "elsewhere.example" in answer.body.decode()


def test_every_other_refusal_of_a_page_is_one_too(chat: RunningServer) -> None:
    for target, status in (("/admin?code=old", 403), ("/pub", 405), ("/sub?since=x", 400)):
        answer = ask(chat, target, PEOPLE)
        assert answer.status == status
        assert links(answer) == [("./", "Open the chat")]


@pytest.mark.parametrize("accepted", ["*/*", "application/json, */*", "text/*", "text/htmlx", ""])
def test_programs_get_json(chat: RunningServer, accepted: str) -> None:
    for host in ("localhost", "elsewhere.example"):
        answer = ask(chat, "/lobby", f"Accept: {accepted}", host=host)
        assert answer.headers["content-type"] == "application/json"
        assert set(answer.json) >= {"title", "description"}


def test_what_is_posted_is_answered_as_json_whatever_it_accepts(chat: RunningServer) -> None:
    answer = ask(chat, "/lobby", PEOPLE, method="POST")
    assert answer.headers["content-type"] == "application/json"


def test_head_tells_what_get_would_send(chat: RunningServer) -> None:
    whole, bare = (ask(chat, "/lobby", PEOPLE, method=method) for method in ("GET", "HEAD"))
    assert bare.headers["content-type"] == whole.headers["content-type"]
    assert bare.headers["content-length"] == str(len(whole.body))


def test_a_browser_that_looks_for_an_icon_finds_one(chat: RunningServer) -> None:
    answer = ask(chat, "/favicon.ico")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert answer.body.startswith(b"\x89PNG")
