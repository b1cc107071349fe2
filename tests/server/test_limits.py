"""What one address may have. This machine's own are exempt, so all of it is on an island."""

from __future__ import annotations

import os
import re
import resource
import select
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from appliance.chat.makers import AT_ONCE, SECONDS
from appliance.web.server.holdings import CLIENT_BYTES, FREE
from appliance.web.server.inbox import MAX_HELD
from tests.running import SERVE, RunningServer, eventually
from tests.server.island import ADDRESS, Island
from tests.server.raw import Answer, RawClient, get, poll, post

FULL = {
    "title": "Too many connections",
    "description": "Your address has 3 connections open, and no more are allowed. Close some.",
    "code": "address-connections",
    "values": {"most": 3},
}
OFTEN = {
    "title": "Too many requests",
    "description": "More than 2 requests a second come from your address. Wait a moment.",
    "code": "address-requests",
    "values": {"most": 2},
}

ALL_TAKEN = {
    "title": "The chat is full",
    "description": "As many are connected as this chat can hold. Try again in a moment.",
    "code": "chat-full",
    "values": {},
}

Connect = Callable[[], RawClient]


@pytest.fixture(scope="module")
def island() -> Iterator[Island]:
    with Island() as made:
        yield made


@contextmanager
def island_server(island: Island, data: Path, *options: str) -> Iterator[Connect]:
    """A server on the island; gives connections to it from there."""
    command = island.command(*SERVE)
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


def test_who_asks_too_often_without_waiting_for_answers_is_cut_off(
    island: Island, tmp_path: Path
) -> None:
    with island_server(island, tmp_path / "data", "--max-requests", "2") as connect:
        client = connect()
        client.send(get("/healthz") * 100)
        answers = [client.answer() for _ in range(10)]
        assert {answer.status for answer in answers} == {200}
        last = client.answer()
        while last.status == 200:
            last = client.answer()
        assert (last.status, last.json, last.closes) == (429, OFTEN, True)
        assert client.ended()


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


def test_what_comes_in_small_pieces_behind_a_poll_counts_as_well(
    island: Island, tmp_path: Path
) -> None:
    with island_server(island, tmp_path / "data") as connect:
        readers = [connect() for _ in range(CLIENT_BYTES // MAX_HELD + 50)]
        other = connect()
        for reader in readers:
            reader.send(poll(0, wait=60))
        small = FREE // 4
        pieces = MAX_HELD // small - 1
        for _ in range(pieces):
            for reader in readers:
                with suppress(OSError):
                    reader.send(b"x" * small)
            assert other.ask(get("/healthz")).status == 200  # most were read by now
        each = pieces * small
        left = eventually(
            lambda: sum(not hung_up(reader) for reader in readers),
            lambda now: now * each <= CLIENT_BYTES,
        )
        assert left > 0


# All of them together


def test_a_new_connection_takes_the_place_of_one_that_only_rests(
    island: Island, tmp_path: Path
) -> None:
    with island_server(island, tmp_path / "data", "--max-total-connections", "3") as connect:
        resting, reader, sender = connect(), connect(), connect()
        for client in (resting, sender):
            assert client.ask(get("/healthz")).status == 200
        reader.send(poll(0))

        def admitted() -> bool:
            another = connect()
            another.send(get("/healthz"))
            return another.answer().status == 200

        eventually(admitted)
        assert resting.ended()
        eventually(lambda: connect_and_say(connect, b"message=hello"), lambda told: told == 200)
        assert reader.answer().messages == ["hello"]


def test_where_nobody_rests_a_new_connection_is_told_to_come_again(
    island: Island, tmp_path: Path
) -> None:
    with island_server(island, tmp_path / "data", "--max-total-connections", "2") as connect:
        for _ in range(2):
            reader = connect()
            reader.send(poll(0))
        eventually(lambda: connect().answer(), lambda answer: answer.status == 503)
        answer = connect().answer()
        assert (answer.json, answer.closes) == (ALL_TAKEN, True)
        assert answer.headers["retry-after"] == "1"


def connect_and_say(connect: Connect, message: bytes) -> int:
    client = connect()
    client.send(post(message))
    return client.answer().status


def test_short_of_files_the_chat_goes_on_for_those_who_are_there(server: RunningServer) -> None:
    """The limit falls below what is open already, as when an administrator sets it."""
    few = 100
    with ExitStack() as opened:
        readers = [opened.enter_context(RawClient(server.port)) for _ in range(150)]
        for reader in readers:
            reader.send(poll(0))
        sender = opened.enter_context(RawClient(server.port))
        sender.send(poll(0, room="quiet", wait=3))
        eventually(lambda: server.metric("chat_polls_parked"), lambda now: now == 151)
        limit = resource.prlimit(server.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(server.pid, resource.RLIMIT_NOFILE, (few, limit[1]))
        used = processor_seconds(server.pid)
        newcomers = [opened.enter_context(RawClient(server.port)) for _ in range(20)]
        left = eventually(
            lambda: [one for one in readers if not hung_up(one)], lambda now: len(now) < few
        )
        assert len(left) > few // 4
        assert sender.answer().messages == []  # it was among those that stayed
        assert sender.ask(get("/healthz")).status == 200
        assert sender.ask(post(b"message=within")).status == 200
        assert {reader.answer().messages[0] for reader in left[-20:]} == {"within"}
        assert processor_seconds(server.pid) - used < 2  # it waits, and does not spin
        resource.prlimit(server.pid, resource.RLIMIT_NOFILE, limit)
        late = opened.enter_context(RawClient(server.port))
        assert late.ask(get("/healthz")).status == 200
        assert len(newcomers) == 20
    assert "Traceback" not in server.errors.read_text()


def hung_up(client: RawClient) -> bool:
    """Whether the server has closed the connection."""
    poller = select.poll()
    poller.register(client.socket, select.POLLRDHUP)
    return bool(poller.poll(0))


def processor_seconds(pid: int) -> float:
    """What a process has used of its processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_flood_of_connections_over_the_limit_leaves_files_for_others(
    island: Island, tmp_path: Path
) -> None:
    with island_server(island, tmp_path / "data", "--max-connections", "3") as connect:
        mine = [connect() for _ in range(3)]
        flood = [connect() for _ in range(400)]
        assert mine[0].ask(post(b"message=hello")).status == 200
        files = mine[1].ask(get("/metrics")).body
        found = re.search(rb"^process_open_fds (\S+)$", files, re.MULTILINE)
        assert found is not None
        assert float(found[1]) < 200
        assert len(flood) == 400


def test_a_proxy_on_this_machine_that_is_not_named_is_no_way_around_the_limits(
    tmp_path: Path,
) -> None:
    with RunningServer(tmp_path / "data", "--max-requests", "2") as server:
        with RawClient(server.port) as proxy, RawClient(server.port) as own:
            forwarded = get("/healthz", "X-Forwarded-For: 192.0.2.9")
            assert 429 in [proxy.ask(forwarded).status for _ in range(30)]
            assert {own.ask(get("/healthz")).status for _ in range(30)} == {200}
        assert server.stop() == 0
    assert "--trusted-proxies 127.0.0.1" in server.errors.read_text()
