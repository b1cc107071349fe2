"""What people see at an address where nothing is for them; programs are told as JSON."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from html import unescape

import falcon
import falcon.testing
import pytest

from appliance.network.addresses import url
from appliance.web.access.guard import WrongHost
from appliance.web.page.edition import Editions
from appliance.web.server.environ import REACHED
from appliance.web.signposts import Signposts
from tests.running import ROOT, RunningServer
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


def foreign(*headers: str) -> bytes:
    """Asked by a name that is none of the chat's."""
    return get("/", PEOPLE, *headers).replace(b"Host: localhost", b"Host: elsewhere.example")


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
        ("/a%2Fb", [("./", "Open the chat")]),
        ("http://localhost/a/b", [("../", "Open the chat")]),
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


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("everywhere") / "data", "--host", "") as running:
        yield running


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """At a path of a host, behind a proxy that hands it on as it was typed."""
    data = tmp_path_factory.mktemp("shared") / "data"
    with RunningServer(data, "--public-url", "http://box.example/our/chat/") as running:
        yield running


@pytest.mark.parametrize(
    ("target", "host", "status", "way"),
    [
        ("/our/chat/lobby", "box.example", 404, "./"),
        ("/our/chat/rooms/a/b", "box.example", 404, "../../"),
        ("/our/chat/sub?since=x", "box.example", 400, "./"),
        ("/our/chat/lobby", "not a host", 400, "./"),
        ("/our/chat/rooms/a/b", "not a host", 400, "../../"),
    ],
)
def test_at_a_path_it_leads_to_the_chat_and_not_beside_it(
    shared: RunningServer, target: str, host: str, status: int, way: str
) -> None:
    answer = ask(shared, target, PEOPLE, host=host)
    assert (answer.status, links(answer)[-1]) == (status, (way, "Open the chat"))


@pytest.mark.parametrize("number", ["127.0.0.1", "127.0.0.2"])
def test_by_a_foreign_name_it_leads_to_the_number_that_was_asked(
    everywhere: RunningServer, number: str
) -> None:
    """A page elsewhere whose name leads here could read it, and knows that one already."""
    with RawClient(everywhere.port, host=number) as client:
        answer = client.ask(foreign())
    assert answer.status == 421
    address = url(number, everywhere.port)
    assert links(answer) == [(address, address)]
    assert "elsewhere.example" in answer.body.decode()


@pytest.mark.parametrize("mark", ["X-Forwarded-For: 127.0.0.1", "Via: 1.1 x", "Forwarded: for=x"])
def test_behind_a_proxy_it_leads_to_the_public_address_or_nowhere(
    everywhere: RunningServer, shared: RunningServer, mark: str
) -> None:
    public = "http://box.example/our/chat/"
    for chat, ways in ((everywhere, []), (shared, [(public, public)])):
        with RawClient(chat.port) as client:
            answer = client.ask(foreign(mark))
        assert (answer.status, links(answer)) == (421, ways)


@pytest.mark.parametrize(
    ("asker", "asked", "is_told"),
    [
        ("192.168.7.9", "192.168.7.5", True),
        ("203.0.114.9", "192.168.7.5", False),  # a router handed on its port
        ("203.0.114.9", "8.8.4.4", True),
        ("fe80::9", "fe80::5", False),
        ("2a00:1::9", "fd00::5", False),
        ("2a00:1::9", "2a00:1::5", True),
    ],
)
def test_who_comes_from_outside_is_not_told_a_number_of_the_inside(
    asker: str, asked: str, is_told: bool
) -> None:
    assert (asked in told(lambda: (asked, 8080), asker)) == is_told


def test_who_has_hung_up_is_told_no_number() -> None:
    """The system gives none any more."""
    with socket.socket() as closed:
        pass
    page = told(closed.getsockname, "192.168.7.9")
    assert "Not a name of this chat" in page
    assert "http://" not in page


def told(reached: Callable[[], object], asker: str) -> str:
    """The page for `asker`, who came by a foreign name."""
    env = falcon.testing.create_environ(remote_addr=asker, headers={"Accept": "text/html"})
    env[REACHED] = reached
    resp = falcon.Response()
    resp.status, resp.context.refusal = falcon.HTTP_421, WrongHost("host-unknown", host="x")
    editions = Editions(ROOT / "ui", {}, changing=False)
    Signposts(lambda: editions.current, list).process_response(
        falcon.Request(env), resp, None, False
    )
    return bytes(resp.data or b"").decode()


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
