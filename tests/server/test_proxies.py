"""The chat behind nginx, Caddy and Apache, as docs/proxies/ says to set them up."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from appliance.settings import Settings
from appliance.web.resources.sub import LONGEST_WAIT
from tests.browser.people import People
from tests.conftest import CHROMIUM_OPTIONS, chromium
from tests.running import DEADLINE, SOON, RunningServer, eventually
from tests.server.certificate import certificate_in
from tests.server.proxy import (
    EXAMPLES,
    KINDS,
    NAME,
    PATH_EXAMPLES,
    SECONDS,
    Kind,
    Proxy,
    Visitor,
)

AT_ONCE: Final = SOON
"""Seconds; a poll that was buffered would be heard after its whole wait."""

SCHEMES: Final = pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    data = tmp_path_factory.mktemp("behind") / "data"
    options = ("--trusted-proxies", "127.0.0.1", "--public-url", f"https://{NAME}/")
    with RunningServer(data, *options) as running:
        yield running


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate_in(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.program)
def proxy(
    request: pytest.FixtureRequest,
    chat: RunningServer,
    certificate: tuple[Path, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("proxy")
    with Proxy(request.param, chat.port, *certificate, folder) as running:
        yield running


@pytest.fixture(scope="module")
def chat_at_a_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    data = tmp_path_factory.mktemp("at-a-path") / "data"
    options = ("--trusted-proxies", "127.0.0.1", "--public-url", f"https://{NAME}/chat")
    with RunningServer(data, *options) as running:
        yield running


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.program)
def shared_host(
    request: pytest.FixtureRequest,
    chat_at_a_path: RunningServer,
    certificate: tuple[Path, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Proxy]:
    """A proxy whose host has more than the chat, which lies at /chat/."""
    folder = tmp_path_factory.mktemp("proxy")
    at = (chat_at_a_path.port, *certificate, folder)
    with Proxy(request.param, *at, examples=PATH_EXAMPLES) as running:
        yield running


@pytest.fixture(scope="module")
def named_here(browser: Browser) -> Iterator[Browser]:
    """A browser to which the public name is this machine's."""
    launched = browser.browser_type.launch(
        executable_path=chromium(),
        args=[*CHROMIUM_OPTIONS, f"--host-resolver-rules=MAP {NAME} 127.0.0.1"],
    )
    yield launched
    launched.close()


@SCHEMES
def test_two_browsers_chat(
    proxy: Proxy, chat: RunningServer, named_here: Browser, tls: bool
) -> None:
    expect.set_options(timeout=DEADLINE * 1000)
    people = People(named_here, proxy.url(tls=tls))
    room = f"{proxy.plain}-{'tls' if tls else 'plain'}"
    try:
        ada, bela = (people(nick, room, ignore_https_errors=True) for nick in ("Ada", "Béla"))
        said = []
        for turn in range(3):
            for person, name in ((ada, "Ada"), (bela, "Béla")):
                said.append(f"{name} {turn}")
                person.write(said[-1])
                expect(ada.stored()).to_have_text(said)
                expect(bela.stored()).to_have_text(said)
        cookies = {one["name"]: one for one in ada.context.cookies()}
    finally:
        people.leave()
    assert [trouble for person in people.everybody for trouble in person.trouble] == []
    assert [entry["message"] for entry in chat.log(room)] == said
    [member] = [cookie for name, cookie in cookies.items() if "member" in name]
    assert member["secure"] is tls


def test_who_comes_by_https_and_then_by_http_has_a_name_in_both(
    proxy: Proxy, named_here: Browser
) -> None:
    """Browsers let http replace nothing that https set: under one name there would be no cookie,
    and one's own words would look like another's.
    """
    room = f"both-{proxy.plain}"
    people = People(named_here, proxy.url(tls=True))
    try:
        ada = people("Ada", room, ignore_https_errors=True)
        ada.write("by https")
        people.url = proxy.url(tls=False)
        plain = people.tab(ada.context, room)
        plain.call_oneself("Ada")  # another origin, which knows nobody yet
        plain.write("plainly")
        expect(plain.row("plainly")).to_have_class(re.compile(r"\bmine\b"))
        plain.page.reload()
        expect(plain.row("plainly")).to_have_class(re.compile(r"\bmine\b"))
    finally:
        people.leave()


@SCHEMES
def test_what_is_said_reaches_a_held_poll_at_once(
    proxy: Proxy, chat: RunningServer, tls: bool
) -> None:
    visitor = proxy.visitor(tls=tls)
    since = chat.post("before")["id"]
    held = chat.metric("chat_polls_parked")
    with ThreadPoolExecutor(1) as thread:
        poll = thread.submit(visitor.ask, f"/sub?room=lobby&since={since}&wait=60")
        eventually(lambda: chat.metric("chat_polls_parked"), lambda now: now == held + 1)
        began = time.monotonic()
        visitor.say("through the proxy")
        heard = poll.result(SECONDS)
        assert time.monotonic() - began < AT_ONCE
    assert [entry["message"] for entry in heard.json["messages"]] == ["through the proxy"]


def test_a_poll_with_nothing_to_hear_ends_when_the_chat_says_so(
    proxy: Proxy, chat: RunningServer
) -> None:
    since = chat.post("the last for now")["id"]
    began = time.monotonic()
    ended = proxy.visitor().ask(f"/sub?room=lobby&since={since}&wait=2")
    assert (ended.status, ended.json["messages"]) == (200, [])
    assert 2 <= time.monotonic() - began < 2 + AT_ONCE


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.program)
@pytest.mark.parametrize("examples", [EXAMPLES, PATH_EXAMPLES], ids=["host", "path"])
def test_the_example_outwaits_a_poll_and_lets_go_of_idle_connections_first(
    kind: Kind, examples: Path
) -> None:
    text = (examples / kind.example).read_text("utf-8")
    held = [int(seconds) for seconds in re.findall(kind.held, text)]
    kept = [int(seconds) for seconds in re.findall(kind.kept, text)]
    assert held
    assert kept
    assert min(held) > LONGEST_WAIT
    assert max(kept) < Settings().idle_timeout


@SCHEMES
def test_the_clients_own_address_counts_and_cannot_be_forged(
    proxy: Proxy, chat: RunningServer, tls: bool
) -> None:
    """Who has no cookie is known by address and nick."""
    direct = Visitor(chat.port, "127.0.0.2")
    there, elsewhere = proxy.visitor("127.0.0.2", tls=tls), proxy.visitor("127.0.0.3", tls=tls)
    forged = {"X-Forwarded-For": "127.0.0.3"}
    said = [
        direct.say("directly"),
        direct.say("directly, as somebody else", forged),
        there.say("through the proxy"),
        there.say("as somebody else", forged),
        there.say("as the proxy", {"X-Forwarded-For": "127.0.0.3, 127.0.0.1"}),
        there.say("as nobody", {"Connection": "X-Forwarded-For", **forged}),
        there.say("by another spelling", {"X_Forwarded_For": "127.0.0.3"}),
        elsewhere.say("from elsewhere"),
    ]
    numbers = {entry["id"]: entry["member"] for entry in chat.log()}
    members = [numbers[one["id"]] for one in said]
    assert members[:-1] == [members[0]] * 7
    assert members[-1] != members[0]


@SCHEMES
def test_a_file_comes_through_and_back(proxy: Proxy, tls: bool) -> None:
    visitor, data = proxy.visitor(tls=tls), os.urandom(2 * 1024**2)
    sent = visitor.send("/files?name=photo.bin&room=files", data)
    assert sent.status == 200
    [file] = sent.json["files"]
    assert visitor.ask(f"/files/{file['id']}").body == data


def test_a_file_that_is_larger_than_a_proxys_own_limits_is_handed_on_as_it_comes(
    proxy: Proxy, chat: RunningServer
) -> None:
    def coming() -> list[int]:
        return [path.stat().st_size for path in (chat.data / "files" / "half").iterdir()]

    with proxy.visitor().sending("/files?name=film.mp4", 1024**3 + 1) as line:
        line.send(bytes(1024**2))
        eventually(coming, any)  # how much of the last may wait for more
    eventually(coming, lambda sizes: not sizes)  # who hung up is known to the chat


def test_a_page_of_another_site_may_not_write(proxy: Proxy) -> None:
    visitor = proxy.visitor(tls=True)
    fields = {"nick": "Eve", "message": "planted"}
    own = {"Origin": proxy.url(tls=True)}
    assert visitor.ask("/pub", fields, own).status in (200, 201)
    other = {"Origin": "https://elsewhere.example.org"}
    assert visitor.ask("/pub", fields, other).status == 403


def test_two_browsers_chat_at_a_path_and_touch_nothing_beside_it(
    shared_host: Proxy, chat_at_a_path: RunningServer, named_here: Browser
) -> None:
    people = People(named_here, f"{shared_host.url(tls=True)}/chat")
    room = f"{shared_host.plain}"
    asked: list[str] = []
    try:
        ada, bela = (people(nick, room, ignore_https_errors=True) for nick in ("Ada", "Béla"))
        ada.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
        ada.page.goto(f"{shared_host.url(tls=True)}/chat#{room}")  # as somebody types it
        expect(ada.page).to_have_url(f"{people.url}/#{room}")
        ada.write("here?")
        expect(bela.stored()).to_have_text(["here?"])
        bela.write("here")
        expect(ada.row("here?")).to_have_class(re.compile(r"\bmine\b"))
        expect(ada.stored()).to_have_text(["here?", "here"])
        ada.page.locator("#join .invite-open").click()
        expect(ada.page.locator(".way-address")).to_have_text(f"https://{NAME}/chat/")
        ada.page.wait_for_function("() => document.querySelector('.qr').naturalWidth > 0")
        cookies = ada.context.cookies()
    finally:
        people.leave()
    assert [trouble for person in people.everybody for trouble in person.trouble] == []
    assert {path for path in asked if not path.startswith("/chat/")} <= {"/chat"}
    assert {(cookie["path"], cookie["secure"]) for cookie in cookies} == {("/chat", True)}


@SCHEMES
def test_the_link_of_the_admin_leads_to_the_chat_at_its_path(
    shared_host: Proxy, chat_at_a_path: RunningServer, tls: bool
) -> None:
    token = (chat_at_a_path.data / "admin.token").read_text().strip()
    address = f"/chat/admin?token={token}"
    answer = shared_host.visitor(tls=tls).ask(address)
    assert answer.status == 303
    assert urljoin(address, answer.headers["Location"]) == "/chat/"
    assert "path" not in answer.headers["Set-Cookie"].lower()
