"""Bodies as streams in both directions, through real sockets."""

from __future__ import annotations

import contextlib
import hashlib
import os
import select
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from appliance.web.server.buffers import PIECE
from appliance.web.server.capacity import file_limit, moving_for
from appliance.web.server.server import PORTERS
from tests.corpus.case import chunks
from tests.running import DEADLINE, SOON, RunningServer, eventually
from tests.server.raw import RawClient, get, trickle

COMMAND: Final = (sys.executable, "-X", "dev", "-m", "tests.web.server.streaming_app")
CHUNKED: Final = "Transfer-Encoding: chunked"
MiB: Final = 1024 * 1024

BODIES: Final = {
    "none": b"",
    "one that comes with its head": b"hello",
    "a piece": os.urandom(PIECE),
    "many pieces": os.urandom(5 * MiB + 17),
}
WAYS: Final = ("poured", "read", "iterated")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("streams") / "data", command=COMMAND) as running:
        yield running
        assert running.stop() == 0
        assert "Traceback" not in running.errors.read_text()


@pytest.fixture
def hasty(tmp_path: Path) -> Iterator[RunningServer]:
    """A server with little patience."""
    times = ("--body-timeout", "0.5", "--write-timeout", "1")
    with RunningServer(tmp_path / "data", *times, command=COMMAND) as running:
        yield running


@pytest.fixture
def client(server: RunningServer) -> Iterator[RawClient]:
    with RawClient(server.port) as connected:
        yield connected


def put(target: str, size: int, *headers: str) -> bytes:
    """The head of a request with so many bytes."""
    return get(target, f"Content-Length: {size}", *headers, method="PUT")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def in_chunks(body: bytes, size: int = 65_536) -> bytes:
    return chunks(*(body[at : at + size] for at in range(0, len(body), size)))


def vitals(server: RunningServer) -> dict[str, int]:
    found: dict[str, int] = server.get("/vitals")
    return found


def at_rest(server: RunningServer) -> dict[str, int]:
    """Its vitals once nothing is on its way."""
    return eventually(
        lambda: vitals(server), lambda now: (now["moving"], now["connections"]) == (0, 1)
    )


def under_way(server: RunningServer) -> None:
    eventually(lambda: server.get("/patient"), lambda now: now["ended"] == "")


def tell(server: RunningServer, target: str, method: str) -> None:
    with RawClient(server.port) as client:
        assert client.ask(get(target, method=method)).status == 200


def full(client: RawClient, wire: bytes, most: int) -> int:
    """Send `wire` again and again until no more is taken for a second; how much was."""
    sent = 0
    poller = select.poll()
    poller.register(client.socket, select.POLLOUT)
    client.socket.setblocking(False)
    while sent < most and poller.poll(1_000):
        with contextlib.suppress(BlockingIOError):
            sent += client.socket.send(wire[: most - sent])
    client.socket.settimeout(DEADLINE)
    return sent


# A request's body


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_is_read_to_its_end_and_the_next_request_is_answered(
    client: RawClient, way: str, body: bytes
) -> None:
    for _ in range(2):
        client.send(put(f"/sink/{way}", len(body)) + body)
        told = {"way": way, "length": len(body), "received": len(body), "sha256": sha256(body)}
        assert client.answer().json == told
        client.send(get(f"/sink/{way}", CHUNKED, method="PUT") + in_chunks(body))
        told["length"] = None
        assert client.answer().json == told


@pytest.mark.parametrize("way", WAYS)
def test_chunks_that_come_byte_by_byte_are_the_same(client: RawClient, way: str) -> None:
    client.send(get(f"/sink/{way}", CHUNKED, method="PUT"))
    trickle(client, chunks(b"hello", b"\r\n", b"0\r\n\r\n", end=b"0\r\nX-Trailer: a\r\n\r\n"))
    assert client.answer().json["sha256"] == sha256(b"hello\r\n0\r\n\r\n")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("framed", [True, False], ids=["chunks", "length"])
def test_what_is_pipelined_behind_it_is_answered_next(
    client: RawClient, way: str, *, framed: bool
) -> None:
    body = os.urandom(300_000)
    one = put(f"/sink/{way}", len(body)) + body
    if framed:
        one = get(f"/sink/{way}", CHUNKED, method="PUT") + in_chunks(body)
    small = put(f"/sink/{way}", 3) + b"abc"
    sender = threading.Thread(target=client.send, args=(one + small + one + get("/patient"),))
    sender.start()
    told = [client.answer().json for _ in range(4)]
    sender.join()
    assert [answer.get("sha256") for answer in told] == [
        *(sha256(body), sha256(b"abc"), sha256(body), None)
    ]


def test_a_route_that_does_not_stream_keeps_its_small_limit(client: RawClient) -> None:
    assert client.ask(get("/sink/read", "Content-Length: 5", method="POST") + b"hello").json == {
        "whole": 5
    }
    answer = client.ask(get("/sink/read", "Content-Length: 100000", method="POST"))
    assert (answer.status, answer.closes) == (413, True)


@pytest.mark.parametrize("end", [b"x\r\n", b"5\r\nhello?"], ids=["no size", "too long"])
@pytest.mark.parametrize("way", WAYS)
def test_chunks_that_are_none_are_refused(client: RawClient, way: str, end: bytes) -> None:
    answer = client.ask(
        get(f"/sink/{way}", CHUNKED, method="PUT") + chunks(b"hello", end=end) + get("/patient")
    )
    assert (answer.status, answer.closes) == (400, True)
    assert client.ended()


def test_chunks_of_a_few_bytes_without_end_are_refused(client: RawClient) -> None:
    answer = client.ask(get("/sink/poured", CHUNKED, method="PUT") + chunks(*[b"hello"] * 2_000))
    assert (answer.status, answer.json["code"]) == (413, "chunks-too-small")


def test_who_waits_for_leave_gets_it_when_the_body_is_wanted(client: RawClient) -> None:
    assert client.ask(put("/sink/poured", 5, "Expect: 100-continue")).status == 100
    assert client.ask(b"hello" + get("/patient")).json["received"] == 5
    assert client.answer().status == 200


def test_who_waits_for_leave_is_refused_without_it(client: RawClient) -> None:
    answer = client.ask(put("/picky", 10**12, "Expect: 100-continue"))
    assert (answer.status, answer.closes) == (413, True)
    assert client.ended()


def test_a_slow_app_lets_the_client_pause_and_not_the_memory_grow(server: RunningServer) -> None:
    size, piece = 256 * MiB, os.urandom(MiB)
    before = at_rest(server)["memory"]
    with RawClient(server.port) as client:
        client.send(put("/patient", size))
        sent = full(client, piece, size)
        assert sent < 128 * MiB  # what the kernel holds
        now = vitals(server)
        assert now["memory"] - before < 4 * 1024
        assert now["moving"] == PIECE
        tell(server, "/patient", "POST")
        while sent < size:
            sent += client.socket.send(piece[: size - sent])
        assert client.answer().status == 200
    assert server.get("/patient") == {"taken": size, "ended": "whole"}
    assert at_rest(server)["memory"] - before < 4 * 1024


def test_nobody_is_too_slow_for_what_the_app_waits_nor_for_a_thread_that_is_not_free(
    hasty: RunningServer,
) -> None:
    (hasty.data / "file").write_bytes(bytes(100))
    with contextlib.ExitStack() as stack:
        *senders, reader = (stack.enter_context(RawClient(hasty.port)) for _ in range(PORTERS + 1))
        for sender in senders:
            sender.send(put("/patient", 3 * PIECE) + bytes(PIECE))
        eventually(lambda: vitals(hasty), lambda now: now["moving"] == PORTERS * PIECE)
        reader.send(get("/file?name=file"))
        until = time.monotonic() + 1.5  # three times as long as a sender may take, and a reader 1
        while time.monotonic() < until:
            assert all(client.silent() for client in (*senders, reader))
            hasty.get("/vitals")
        tell(hasty, "/patient", "POST")
        for sender in senders:
            sender.send(bytes(2 * PIECE))
            assert sender.answer().status == 200
        assert reader.answer().body == bytes(100)


def test_progress_earns_the_whole_time_again(hasty: RunningServer) -> None:
    with RawClient(hasty.port) as client:
        client.send(put("/sink/poured", 20 * 5_000))
        for _ in range(20):
            assert not select.select([client.socket], [], [], 0.1)[0]
            client.send(bytes(5_000))
        assert client.answer().json["received"] == 100_000


@pytest.mark.parametrize("way", WAYS)
def test_a_byte_now_and_then_is_no_progress(hasty: RunningServer, way: str) -> None:
    with RawClient(hasty.port) as client:
        client.send(put(f"/sink/{way}", 100_000) + bytes(10_000))
        started = time.monotonic()
        while not select.select([client.socket], [], [], 0.02)[0]:
            client.send(b"a")
            assert time.monotonic() - started < SOON
        answer = client.answer()
        assert (answer.status, answer.json["code"], answer.closes) == (408, "request-late", True)
        assert time.monotonic() - started > 0.3


def test_who_is_told_that_it_is_too_much_hears_it_while_sending(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.send(put("/picky", 10**12))
        sent = full(client, os.urandom(MiB), 128 * MiB)
        assert sent < 128 * MiB
        answer = client.answer()
        assert (answer.status, answer.json["code"], answer.closes) == (413, "body-too-long", True)
    at_rest(server)


def test_chunks_over_the_apps_limit_are_told_too(client: RawClient) -> None:
    answer = client.ask(
        get("/picky", CHUNKED, method="PUT") + in_chunks(bytes(100_000)) + get("/patient")
    )
    assert answer.json == {"received": 100_000}
    assert client.answer().status == 200
    answer = client.ask(get("/picky", CHUNKED, method="PUT") + in_chunks(bytes(100_001)))
    assert answer.status == 413


def test_a_short_body_that_was_not_wanted_is_dropped_and_the_connection_goes_on(
    client: RawClient,
) -> None:
    answer = client.ask(put("/picky", 200_000) + bytes(200_000))
    assert answer.status == 413
    if not answer.closes:  # all of it had come
        assert client.ask(get("/patient")).status == 200
    else:
        assert client.ended()


def test_what_fails_while_it_is_written_is_told(server: RunningServer) -> None:
    with RawClient(server.port) as client:
        client.send(put("/picky?fails=50000", 100_000) + bytes(60_000))
        answer = client.answer()
        assert (answer.status, answer.json["code"], answer.closes) == (500, "mistake", True)
    at_rest(server)


@pytest.mark.parametrize("end", ["close", "reset", "half_close"])
def test_a_client_that_is_killed_leaves_nothing(server: RunningServer, end: str) -> None:
    before = at_rest(server)
    with RawClient(server.port) as client:
        client.send(put("/patient", 10 * PIECE) + bytes(2 * PIECE))
        under_way(server)
        tell(server, "/patient", "POST")
        eventually(lambda: server.get("/patient"), lambda now: now["taken"] >= PIECE)
        getattr(client, end)()
        eventually(lambda: server.get("/patient"), lambda now: now["ended"] == "body-ended")
    after = at_rest(server)
    assert after["files"] == before["files"]


# An answer that lies in a file


@pytest.fixture(scope="module")
def sparse(server: RunningServer) -> Path:
    """1 GiB, of which every sixteenth MiB begins with bytes of its own."""
    path = server.data / "sparse"
    with path.open("wb") as file:
        file.truncate(1024 * MiB)
        for at in range(0, 1024, 16):
            file.seek(at * MiB)
            file.write(at.to_bytes(4, "big") * 4_096)
    return path


def fetch(port: int, target: str) -> tuple[int, str]:
    """How many bytes came, and their hash."""
    digest, came = hashlib.sha256(), 0
    room = memoryview(bytearray(MiB))
    with RawClient(port) as client:
        client.send(get(target, "Connection: close"))
        head = b""
        while b"\r\n\r\n" not in head:
            head += client.socket.recv(1)
        assert head.startswith(b"HTTP/1.1 200 "), head
        while size := client.socket.recv_into(room):
            digest.update(room[:size])
            came += size
    return came, digest.hexdigest()


def hash_of(path: Path, offset: int, length: int) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        file.seek(offset)
        while piece := file.read(min(MiB, length)):
            digest.update(piece)
            length -= len(piece)
    return digest.hexdigest()


def test_a_gibibyte_is_sent_as_it_is_and_held_by_nobody(
    server: RunningServer, sparse: Path
) -> None:
    before = at_rest(server)
    tell(server, "/vitals", "DELETE")
    size = sparse.stat().st_size
    assert fetch(server.port, "/file?name=sparse") == (size, hash_of(sparse, 0, size))
    after = at_rest(server)
    assert after["peak"] - before["memory"] < 4 * 1024
    assert after["files"] == before["files"]


def test_ten_at_once_get_their_own_parts(server: RunningServer, sparse: Path) -> None:
    before = at_rest(server)
    tell(server, "/vitals", "DELETE")
    length = 64 * MiB + 5
    offsets = [at * 80 * MiB + at for at in range(10)]
    targets = [f"/file?name=sparse&offset={at}&length={length}" for at in offsets]
    with ThreadPoolExecutor(10) as threads:
        came = list(threads.map(lambda target: fetch(server.port, target), targets))
    assert came == [(length, hash_of(sparse, at, length)) for at in offsets]
    assert at_rest(server)["peak"] - before["memory"] < 8 * 1024


@pytest.mark.parametrize("length", [0, 1, 5_000, 3 * MiB])
def test_a_part_of_a_file_and_what_is_asked_behind_it(
    server: RunningServer, client: RawClient, sparse: Path, length: int
) -> None:
    one = get(f"/file?name=sparse&offset=16777000&length={length}")
    client.send(one + one + get("/patient"))
    with sparse.open("rb") as file:
        file.seek(16_777_000)
        wanted = file.read(length)
    for _ in range(2):
        answer = client.answer()
        assert (answer.body, answer.headers["content-length"]) == (wanted, str(length))
    assert client.answer().status == 200


def test_head_tells_the_length_alone(client: RawClient, sparse: Path) -> None:
    client.send(get("/file?name=sparse", method="HEAD") + get("/patient"))
    assert client.answer(bare=True).headers["content-length"] == str(sparse.stat().st_size)
    assert client.answer().status == 200


def test_a_length_that_is_not_the_parts_is_a_mistake(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data", command=COMMAND) as server:
        (server.data / "file").write_bytes(bytes(100))
        before = at_rest(server)
        with RawClient(server.port) as client:
            answer = client.ask(get("/file?name=file&told=7"))
            assert (answer.status, answer.closes) == (500, True)
        assert at_rest(server)["files"] == before["files"]


def test_a_file_that_becomes_shorter_is_cut_off(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data", command=COMMAND) as server:
        (server.data / "file").write_bytes(bytes(100))
        with RawClient(server.port) as client:
            client.send(get("/file?name=file&length=200"))
            heard = b""
            while piece := client.socket.recv(65_536):
                heard += piece
            assert heard.endswith(bytes(100))
        assert at_rest(server)
        assert "A file became shorter while it was sent." in server.errors.read_text()


def test_a_client_that_goes_away_leaves_no_file_open(server: RunningServer, sparse: Path) -> None:
    before = at_rest(server)
    for end in ("close", "reset"):
        with RawClient(server.port) as client:
            client.send(get("/file?name=sparse"))
            client.read()
            assert vitals(server)["moving"] == PIECE
            getattr(client, end)()
        assert at_rest(server)["files"] == before["files"]


def test_who_does_not_take_a_file_is_cut_and_who_takes_it_slowly_is_not(
    hasty: RunningServer,
) -> None:
    (hasty.data / "file").write_bytes(bytes(24 * MiB))
    with RawClient(hasty.port, receive_buffer=2_048) as deaf:
        deaf.send(get("/file?name=file"))
        eventually(lambda: vitals(hasty), lambda now: now["moving"] == PIECE)
        at_rest(hasty)
    with RawClient(hasty.port) as slow:
        slow.send(get("/file?name=file", "Connection: close"))
        came = 0
        until = time.monotonic() + 5  # in which the kernel has no room for more of it
        while time.monotonic() < until:
            came += len(slow.socket.recv(8_192))
            select.select([], [], [], 0.02)  # slowness is what this is about
        assert came < 4 * MiB
        while piece := slow.socket.recv(MiB):
            came += len(piece)
        assert came > 24 * MiB


def test_more_than_there_is_room_for_are_told_to_wait(server: RunningServer, sparse: Path) -> None:
    most = moving_for(file_limit())
    with contextlib.ExitStack() as stack:
        for _ in range(most):
            deaf = stack.enter_context(RawClient(server.port, receive_buffer=2_048))
            deaf.send(get("/file?name=sparse"))
        eventually(lambda: vitals(server), lambda now: now["moving"] == most * PIECE)
        files = vitals(server)["files"]
        for request in (get("/file?name=sparse"), put("/sink/poured", 5) + b"hello"):
            with RawClient(server.port) as client:
                answer = client.ask(request)
                assert (answer.status, answer.json["code"]) == (503, "all-too-much")
                assert answer.headers["retry-after"] == "1"
        assert vitals(server)["files"] <= files + 2
    at_rest(server)


def test_without_sendfile_the_same_bytes_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAT_TEST_SENDFILE", "no")
    with RunningServer(tmp_path / "data", command=COMMAND) as server:
        path = server.data / "file"
        path.write_bytes(os.urandom(20 * MiB))
        target = f"/file?name=file&offset=100&length={19 * MiB}"
        assert fetch(server.port, target) == (19 * MiB, hash_of(path, 100, 19 * MiB))


# The end of the server


def test_it_ends_in_time_with_bodies_on_their_way(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data", command=COMMAND) as server:
        (server.data / "file").write_bytes(bytes(64 * MiB))
        with (
            RawClient(server.port) as sender,
            RawClient(server.port, receive_buffer=2_048) as taker,
            RawClient(server.port) as waiting,
        ):
            sender.send(put("/sink/poured", 10 * MiB) + bytes(MiB))
            waiting.send(put("/sink/read", 10 * MiB, "Expect: 100-continue"))
            assert waiting.answer().status == 100
            taker.send(get("/file?name=file"))
            eventually(lambda: vitals(server), lambda now: now["moving"] == 3 * PIECE)
            started = time.monotonic()
            assert server.stop() == 0
            assert time.monotonic() - started < SOON
            for client in (sender, waiting):
                answer = client.answer()
                assert (answer.status, answer.json["code"]) == (400, "body-ended")
        assert "Traceback" not in server.errors.read_text()
