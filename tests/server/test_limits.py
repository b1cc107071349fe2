"""What one address may have. This machine's own are exempt, so all of it is on an island."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from appliance.chat.makers import AT_ONCE, SECONDS
from tests.running import RunningServer, eventually
from tests.server.island import ADDRESS, Island
from tests.server.raw import Answer, RawClient, get, poll, post

FULL = {
    "title": "Too many connections",
    "description": "Your address has 3 connections open, and no more are allowed. Close some.",
}
OFTEN = {
    "title": "Too many requests",
    "description": "More than 2 requests a second come from your address. Wait a moment.",
}


Connect = Callable[[], RawClient]


@pytest.fixture(scope="module")
def island() -> Iterator[Island]:
    with Island() as made:
        yield made


@contextmanager
def island_server(island: Island, data: Path, *options: str) -> Iterator[Connect]:
    """A server on the island; gives connections to it from there."""
    command = island.command(sys.executable, "-X", "dev", "-m", "appliance", "serve")
    server = RunningServer(data, "--host", "0.0.0.0", *options, command=command)
    with server, ExitStack() as opened:
        yield lambda: opened.enter_context(
            RawClient(server.port, host=ADDRESS, made=island.open_socket)
        )
        assert server.stop() == 0
    assert "Traceback" not in server.errors.read_text()


def test_connections_over_the_limit_are_refused_until_some_are_closed(
    island: Island, tmp_path: Path
) -> None:
    with island_server(island, tmp_path / "data", "--max-connections", "3") as connect:
        readers = [connect(), connect()]
        for reader in readers:
            reader.send(poll(0))
        sender = connect()
        assert sender.ask(get("/healthz")).status == 200
        refused = connect()
        answer = refused.answer()
        assert (answer.status, answer.json, answer.closes) == (429, FULL, True)
        assert refused.ended()
        assert sender.ask(post(b"message=hello")).status == 200
        assert [reader.answer().messages for reader in readers] == [["hello"]] * 2
        readers[0].close()
        refused.close()

        def admitted() -> bool:
            another = connect()
            try:
                another.send(get("/healthz"))
                return another.answer().status == 200
            except ConnectionError:
                return False  # refused before it had asked
            finally:
                another.close()

        eventually(admitted)


def test_requests_over_the_limit_are_refused_and_the_connection_is_kept(
    island: Island, tmp_path: Path
) -> None:
    with island_server(island, tmp_path / "data", "--max-requests", "2") as connect:
        client = connect()
        answers = exhaust(client)
        assert {answer.status for answer in answers[:-1]} == {200}
        assert len(answers) > 10  # the burst
        last = answers[-1]
        assert (last.status, last.json, last.closes) == (429, OFTEN, False)
        assert last.headers["retry-after"] == "1"
        allowed = eventually(lambda: client.ask(get("/healthz")), lambda now: now.status == 200)
        assert allowed.json == {"status": "ok"}


def test_polls_by_their_remembered_head_count_too(island: Island, tmp_path: Path) -> None:
    with island_server(island, tmp_path / "data", "--max-requests", "2") as connect:
        client = connect()
        polls = [client.ask(poll(0, wait=0)).status for _ in range(30)]
        assert polls[:10] == [200] * 10
        assert 429 in polls


def test_who_was_refused_may_wait_afterwards(island: Island, tmp_path: Path) -> None:
    options = ("--max-requests", "2", "--head-timeout", "0.5")
    with island_server(island, tmp_path / "data", *options) as connect:
        client, other = connect(), connect()
        exhaust(client)

        def in_two_packets() -> Answer:
            request = get("/healthz")
            client.send(request[:-2])
            for _ in range(2):
                other.ask(request)  # once the second is answered, the first packet was read
            client.send(request[-2:])
            return client.answer()

        eventually(in_two_packets, lambda answer: answer.status == 429)
        # The deadline of that head must not end the poll that follows.
        patient = eventually(
            lambda: client.ask(poll(0, wait=2)), lambda answer: answer.status != 429
        )
        assert (patient.status, patient.messages) == (200, [])


def test_one_address_does_not_make_all_rooms(island: Island, tmp_path: Path) -> None:
    # Two addresses made 999 in a second, and nobody could make one for good.
    with island_server(island, tmp_path / "data") as connect:
        client = connect()
        for number in range(AT_ONCE):
            assert client.ask(post(b"message=a&room=r%d" % number)).status == 200
        answer = client.ask(post(b"message=a&room=one-more"))
        assert (answer.status, answer.json["title"]) == (429, "Too many new rooms")
        assert 1 <= int(answer.headers["retry-after"]) <= SECONDS
        assert client.ask(post(b"message=a&room=r1")).status == 200


def test_this_machines_own_are_exempt(connect: Connect) -> None:
    client = connect()
    assert {client.ask(get("/about")).status for _ in range(700)} == {200}
    rooms = (post(b"message=a&room=r%d" % number) for number in range(AT_ONCE * 2))
    assert {client.ask(room).status for room in rooms} == {200}
    crowd = [connect() for _ in range(250)]
    assert {one.ask(get("/about")).status for one in crowd} == {200}


def exhaust(client: RawClient) -> list[Answer]:
    """Ask until it is too often; all answers."""
    answers = [client.ask(get("/healthz"))]
    while answers[-1].status == 200:
        answers.append(client.ask(get("/healthz")))
        assert len(answers) < 100
    return answers
