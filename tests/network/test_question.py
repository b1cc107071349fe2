"""Asking an address whether a chat is there: whatever answers, and however slowly."""

from __future__ import annotations

import itertools
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from appliance.network.discovery import greeting
from appliance.network.question import LARGEST, SECONDS
from appliance.window.server import status
from tests.apart import apart

HEAD = b"HTTP/1.1 200 OK\r\n"
ABOUT = b'{"log":"x"}'
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\nb\r\n" + ABOUT + b"\r\n0\r\n\r\n"


def is_there(place: str, identity: str) -> bool:
    return apart(lambda: greeting.is_there(place, identity))


def is_known(place: str, identity: str) -> bool:
    """As the window asks."""
    return apart(lambda: status.identity(place)) == identity


@contextmanager
def answering(parts: Iterable[bytes], pause: float = 0) -> Iterator[str]:
    """A server that answers one request with these."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(4_096)
                try:
                    for part in parts:
                        connection.sendall(part)
                        time.sleep(pause)
                except OSError:
                    return  # the asker has gone

        thread = Thread(target=answer, daemon=True)  # where nobody asks, it waits for ever
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        thread.join()


@pytest.mark.parametrize("body", [b"\r\n" + ABOUT, b"Content-Length: 11\r\n\r\n" + ABOUT, CHUNKED])
def test_the_announced_log_is_there(body: bytes) -> None:
    for asked in (is_there, is_known):
        with answering([HEAD, body]) as place:
            assert asked(place, "x")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\xff" * 99,
        HEAD + b"\r\n",
        HEAD + b"\r\n{",
        HEAD + b"\r\n[]",
        HEAD + b'\r\n{"log":"y"}',
        HEAD + b"\r\n" + b"[" * (LARGEST - 99),
        HEAD + b"a: b\r\n" * 200 + b"\r\n" + ABOUT,
        HEAD.replace(b"200", b"404") + b"\r\n" + ABOUT,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n" + ABOUT,
    ],
)
def test_anything_else_is_not(answer: bytes) -> None:
    with answering([answer]) as place:
        assert not is_there(place, "x")


def test_where_nobody_listens_nobody_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert not is_there(f"http://127.0.0.1:{port}/", "x")


@pytest.mark.parametrize("endless", [b"a: b\r\n", b" "])
@pytest.mark.parametrize("asked", [is_there, is_known])
def test_an_answer_that_drips_for_ever_is_given_up(
    asked: Callable[[str, str], bool], endless: bytes
) -> None:
    body = itertools.chain([HEAD, b"\r\n" if endless == b" " else b""], itertools.repeat(endless))
    started = time.monotonic()
    with answering(body, pause=0.05) as place:
        assert not asked(place, "x")
    assert time.monotonic() - started < SECONDS * 4


def test_an_answer_without_an_end_is_read_to_its_bound_only() -> None:
    with answering(itertools.chain([HEAD, b"\r\n"], itertools.repeat(b" " * 4_096))) as place:
        assert not is_there(place, "x")
