"""Whom a proxy asks for, told by the bytes that it sends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.running import RunningServer
from tests.server.raw import RawClient, get, poll, post

ADA = "X-Forwarded-For: 192.0.2.7"
BELA = "X-Forwarded-For: 192.0.2.8"
OWN = "X-Forwarded-For: 127.0.0.9"


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[RunningServer]:
    """It believes this machine, and lets each address ask twice a second, ten times at first."""
    options = ("--trusted-proxies", "127.0.0.1, 10.0.0.0/8", "--max-requests", "2")
    with RunningServer(tmp_path / "data", *options) as running:
        yield running
        assert running.stop() == 0
    assert "Traceback" not in running.errors.read_text()


@pytest.fixture
def proxy(chat: RunningServer) -> Iterator[RawClient]:
    with RawClient(chat.port) as client:
        yield client


def test_requests_are_limited_by_whom_they_are_for(proxy: RawClient) -> None:
    asked = [proxy.ask(get("/healthz", ADA)).status for _ in range(30)]
    assert asked[:10] == [200] * 10
    assert 429 in asked
    assert proxy.ask(get("/healthz", BELA)).status == 200
    assert {proxy.ask(get("/healthz")).status for _ in range(30)} == {200}


def test_who_asks_too_often_by_head_is_told_without_a_body(proxy: RawClient) -> None:
    """A proxy would take a body for the beginning of the next answer, which is somebody else's."""
    while proxy.ask(get("/healthz", ADA)).status == 200:
        pass
    proxy.send(get("/healthz", ADA, method="HEAD"))
    answer = proxy.answer(bare=True)
    assert (answer.status, answer.closes) == (429, False)
    assert proxy.ask(get("/healthz", BELA)).status == 200


def test_polls_that_differ_only_in_whom_they_are_for_are_told_apart(proxy: RawClient) -> None:
    assert proxy.ask(poll(0, BELA, wait=0)).status == 200
    asked = [proxy.ask(poll(0, ADA, wait=0)).status for _ in range(30)]
    assert asked[:10] == [200] * 10
    assert 429 in asked
    # As long as the last ones, and another's.
    assert proxy.ask(poll(0, BELA, wait=0)).status == 200


def test_a_remembered_poll_is_not_charged_to_whoever_asked_last(
    proxy: RawClient, chat: RunningServer
) -> None:
    assert proxy.ask(poll(0, ADA, wait=0)).status == 200
    with RawClient(chat.port) as other:
        asked = [other.ask(get("/healthz", BELA)).status for _ in range(30)]
        assert 429 in asked
    proxy.ask(get("/healthz", BELA))
    assert proxy.ask(poll(0, ADA, wait=0)).status == 200


def test_the_same_poll_again_is_known_by_its_bytes(proxy: RawClient, chat: RunningServer) -> None:
    before = chat.metric('chat_polls_total{head="remembered"}')
    for _ in range(3):
        assert proxy.ask(poll(0, OWN, wait=0)).status == 200
    assert chat.metric('chat_polls_total{head="remembered"}') == before + 2


def test_a_proxy_may_have_any_number_of_connections(tmp_path: Path) -> None:
    options = ("--trusted-proxies", "127.0.0.1", "--max-connections", "3")
    with RunningServer(tmp_path / "few", *options) as running:
        clients = [RawClient(running.port) for _ in range(8)]
        try:
            assert {one.ask(get("/healthz", ADA)).status for one in clients} == {200}
        finally:
            for one in clients:
                one.close()


def test_the_devices_behind_a_proxy_are_counted(proxy: RawClient, chat: RunningServer) -> None:
    def reached() -> Any:
        return chat.get("/invite")["reached"]

    assert reached()["devices"] == 0
    for one in (ADA, BELA, ADA, OWN):
        assert proxy.ask(get("/about", one)).status == 200
    assert reached()["devices"] == 2


def test_cookies_are_for_https_only_where_the_proxy_was_asked_so(proxy: RawClient) -> None:
    secure = proxy.ask(get("/about", "X-Forwarded-Proto: https"))
    assert "secure" in secure.headers["set-cookie"].lower()
    for plain in (get("/about"), get("/about", "X-Forwarded-Proto: http")):
        assert "secure" not in proxy.ask(plain).headers["set-cookie"].lower()


def test_who_is_no_proxy_is_not_believed(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "alone") as running, RawClient(running.port) as client:
        answer = client.ask(get("/about", ADA, "X-Forwarded-Proto: https"))
        assert "secure" not in answer.headers["set-cookie"].lower()
        assert client.ask(post(b"nick=Ada&message=x", ADA)).status in (200, 201)
        assert client.ask(post(b"nick=Ada&message=y")).status in (200, 201)
        first, second = running.log()
        assert first["member"] == second["member"]
        assert running.get("/invite")["reached"]["devices"] == 0
