"""Whatever is wrong with a request, its sender is told in a sentence and nobody else notices."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from appliance.errors import sentence
from tests.running import RunningServer, eventually
from tests.server.bad_heads import BAD_HEADS
from tests.server.bad_paths import BAD_PATHS
from tests.server.bad_posts import BAD_POSTS
from tests.server.bad_sizes import BAD_SIZES
from tests.server.raw import RawClient, get
from tests.server.refusal import Refusal
from tests.server.talker import Talker

ROWS = [
    pytest.param(request, refusal, id=what)
    for refusal in [*BAD_HEADS, *BAD_SIZES, *BAD_POSTS, *BAD_PATHS]
    for what, request in refusal.requests.items()
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One server for all of it."""
    with RunningServer(tmp_path_factory.mktemp("bad") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def talker(shared: RunningServer) -> Iterator[Talker]:
    with Talker(shared.port) as talking:
        yield talking


@pytest.mark.parametrize(("request_", "refusal"), ROWS)
def test_a_bad_request_is_refused_with_its_sentence(
    shared: RunningServer, talker: Talker, request_: bytes, refusal: Refusal
) -> None:
    with RawClient(shared.port) as client:
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before all was sent
            client.send(request_)
        answer = client.answer()
        assert answer.status == refusal.status
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        told = answer.json
        assert (told["title"], told["description"]) == (refusal.title, refusal.description)
        assert sentence(told["code"], told["values"]) == refusal.description
        if answer.closes:
            assert client.ended()
        else:
            assert client.ask(get("/healthz")).status == 200
    talker.is_heard()


def test_the_head_of_a_poll_is_no_poll(shared: RunningServer) -> None:
    with RawClient(shared.port) as client:
        client.send(get("/sub", method="HEAD"))
        answer = client.answer(bare=True)
        assert (answer.status, answer.headers["allow"]) == (405, "GET, OPTIONS")
        assert client.ask(get("/healthz")).status == 200


def test_a_head_that_is_refused_is_told_so_without_a_body(shared: RunningServer) -> None:
    with RawClient(shared.port) as client:
        client.send(get("ftp://localhost/about", method="HEAD"))
        answer = client.answer(bare=True)
        assert (answer.status, answer.closes) == (400, True)
        assert client.ended()


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/pub", "POST, OPTIONS"), ("/sub", "GET, OPTIONS"), ("/rooms", "GET, HEAD, POST, OPTIONS")],
)
def test_a_wrong_method_is_told_the_right_ones(
    shared: RunningServer, path: str, allowed: str
) -> None:
    with RawClient(shared.port) as client:
        answer = client.ask(get(path, method="DELETE"))
        assert (answer.status, answer.headers["allow"]) == (405, allowed)


def test_half_a_head_and_nothing_more(shared: RunningServer, talker: Talker) -> None:
    with RawClient(shared.port) as client:
        client.send(get("/about")[:20])
        client.half_close()
        assert client.ended()
    talker.is_heard()


def test_half_a_head_and_a_reset(shared: RunningServer, talker: Talker) -> None:
    client = RawClient(shared.port)
    client.send(get("/about")[:20])
    client.reset()
    talker.is_heard()


def test_half_a_body_and_nothing_more(shared: RunningServer, talker: Talker) -> None:
    with RawClient(shared.port) as client:
        client.send(get("/pub", "Content-Length: 9", method="POST") + b"mess")
        client.socket.shutdown(socket.SHUT_WR)
        assert client.ended()
    talker.is_heard()


def test_a_cookie_of_thousands_of_digits_is_no_cursor(shared: RunningServer) -> None:
    name = f"cursor-{shared.get('/about')['log'][:8]}"
    with RawClient(shared.port) as client:
        client.send(get("/sub?room=cookie", f"Cookie: {name}=" + "9" * 5_000))

        def heard() -> bool:
            shared.post("heard", room="cookie")  # the first may come before the poll waits
            return not client.silent()

        eventually(heard)
        assert client.answer().json["message"] == "heard"


def test_the_log_is_clean(shared: RunningServer, talker: Talker) -> None:
    """The last of the module: what all of the above left behind."""
    talker.is_heard()
    assert shared.stop() == 0
    said = Path(shared.errors).read_text()
    assert "Traceback" not in said
    assert "Error" not in said
    assert "ERROR" not in said
