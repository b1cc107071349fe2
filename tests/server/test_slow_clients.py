"""Time is a limit like any other: who takes too long is told so, and let go."""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator

import pytest

from tests.running import SOON, RunningServer, eventually
from tests.server.raw import Answer, RawClient, get, poll, post
from tests.server.talker import Talker

TIMEOUTS = (
    *("--head-timeout", "0.5"),
    *("--body-timeout", "0.7"),
    *("--idle-timeout", "0.9"),
)
LATE = {
    "title": "Too slow",
    "description": "The request did not arrive in time. Send it again.",
    "code": "request-late",
    "values": {},
}


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with little patience."""
    with RunningServer(tmp_path_factory.mktemp("slow") / "data", *TIMEOUTS) as running:
        yield running


def drip(client: RawClient, data: bytes) -> tuple[Answer, float]:
    """Send a byte each 20 ms until an answer comes; the answer, and when it came."""
    started = time.monotonic()
    for at in range(len(data)):
        client.send(data[at : at + 1])
        if select.select([client.socket], [], [], 0.02)[0]:
            break
    return client.answer(), time.monotonic() - started


def test_a_head_that_comes_byte_by_byte_is_too_slow(hasty: RunningServer) -> None:
    with Talker(hasty.port) as talker, RawClient(hasty.port) as client:
        answer, seconds = drip(client, get("/about", "X-A: " + "b" * 500))
        assert (answer.status, answer.json) == (408, LATE)
        assert answer.closes
        assert client.ended()
        assert 0.45 < seconds < SOON
        talker.is_heard()


def test_an_empty_line_and_then_nothing_is_too_slow(hasty: RunningServer) -> None:
    with RawClient(hasty.port) as client:
        assert client.ask(get("/healthz") + b"\r\n").status == 200
        answer = client.answer()
        assert (answer.status, answer.json) == (408, LATE)
        assert client.ended()


def test_empty_lines_without_end_do_not_keep_a_connection(hasty: RunningServer) -> None:
    with RawClient(hasty.port) as client:
        answer, _ = drip(client, b"\r\n" * 100)
        assert answer.status in (400, 408)
        assert client.ended()


def test_a_second_head_on_a_connection_has_no_more_time_than_the_first(
    hasty: RunningServer,
) -> None:
    with RawClient(hasty.port) as client:
        assert client.ask(get("/healthz")).status == 200
        answer, seconds = drip(client, get("/about", "X-A: " + "b" * 500))
        assert (answer.status, answer.json) == (408, LATE)
        assert 0.45 < seconds < SOON


def test_a_head_that_comes_slowly_but_in_time_is_answered(hasty: RunningServer) -> None:
    with RawClient(hasty.port) as client:
        head = get("/healthz")
        for at in range(0, len(head), 8):
            client.send(head[at : at + 8])
        assert client.answer().status == 200


def test_a_body_that_comes_byte_by_byte_is_too_slow(hasty: RunningServer) -> None:
    with RawClient(hasty.port) as client:
        client.send(get("/pub", "Content-Length: 500", method="POST"))
        answer, seconds = drip(client, b"message=" + b"a" * 400)
        assert (answer.status, answer.json) == (408, LATE)
        assert client.ended()
        assert 0.65 < seconds < SOON


@pytest.mark.parametrize("before", [b"", get("/healthz")], ids=["new", "used"])
def test_a_connection_without_a_request_is_closed_without_a_word(
    hasty: RunningServer, before: bytes
) -> None:
    with RawClient(hasty.port) as client:
        if before:
            client.ask(before)
        started = time.monotonic()
        assert client.ended()
        assert 0.8 < time.monotonic() - started < SOON


def test_a_parked_poll_is_neither_idle_nor_slow(hasty: RunningServer) -> None:
    with RawClient(hasty.port) as client:
        started = time.monotonic()
        client.send(poll(0, room="quiet", wait=2))
        assert client.answer().messages == []
        assert 1.9 < time.monotonic() - started < SOON


def test_a_client_that_waits_for_leave_to_send_its_body_gets_it(hasty: RunningServer) -> None:
    with RawClient(hasty.port) as client:
        whole = post(b"message=asked", "Expect: 100-continue")
        head, body = whole[:-13], whole[-13:]
        assert client.ask(head).status == 100
        assert client.ask(body).json["status"] == "sent"


def test_leave_is_not_given_to_who_cannot_know_it(hasty: RunningServer) -> None:
    with RawClient(hasty.port) as client:
        whole = post(b"message=asked", "Expect: 100-continue").replace(b"HTTP/1.1", b"HTTP/1.0")
        client.send(whole[:-13])
        client.send(whole[-13:])
        answer = client.answer()
        assert (answer.status, answer.closes) == (200, True)


def test_who_does_not_read_is_cut_and_holds_nobody_up(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    data = tmp_path_factory.mktemp("deaf") / "data"
    with RunningServer(data, "--write-timeout", "0.5") as server, Talker(server.port) as talker:
        for _ in range(40):
            server.post("x" * 4_000, room="long")
        opened = connections_of(server)  # the talker's two, and the one that asks
        eventually(opened, lambda now: now == 3)
        with RawClient(server.port, receive_buffer=2_048) as deaf:
            deaf.send(poll(0, room="long") * 40)  # 6 MB of answers
            eventually(opened, lambda now: now == 4)
            talker.is_heard()
            eventually(opened, lambda now: now == 3)
            talker.is_heard()


def test_who_reads_slowly_gets_all_of_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    data = tmp_path_factory.mktemp("slow-reader") / "data"
    with RunningServer(data, "--write-timeout", "0.5") as server:
        with RawClient(server.port) as sender:
            sender.send(post(b"room=long&message=" + b"x" * 4_000) * 300)
            assert {sender.answer().status for _ in range(300)} == {200}
        with RawClient(server.port, receive_buffer=2_048) as client:
            client.send(poll(0, room="long", wait=0))
            started = time.monotonic()
            while client.read() < 200_000:
                time.sleep(0.02)  # slowness is what this is about
            assert time.monotonic() - started > 1.5  # three times as long as it may pause
            answer = client.answer()
            heard = answer.messages
            while answer.messages:  # no answer is so long that it could not be kept for many
                answer = client.ask(poll(int(answer.json["cursor"]), room="long", wait=0))
                heard += answer.messages
            assert heard == ["x" * 4_000] * 300


def connections_of(server: RunningServer) -> Callable[[], float]:
    return lambda: server.metric("chat_connections")
