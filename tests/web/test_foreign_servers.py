"""Under a server that cannot park, the same resource blocks, and tells the same."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import falcon.testing
import pytest

from appliance.web.app import create_app
from tests.running import ROOT, SOON
from tests.server.raw import RawClient, get, poll, post
from tests.web.parts import parts


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The chat in gevent's pywsgi, in a process of its own."""
    errors = tmp_path / "stderr"
    with (
        errors.open("w") as stderr,
        subprocess.Popen(
            [sys.executable, "-m", "tests.web.foreign", str(tmp_path)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, errors.read_text()
        yield int(line)
        process.kill()
    assert "Traceback" not in errors.read_text()


def test_polls_block_and_are_all_answered(port: int) -> None:
    with ExitStack() as stack:
        crowd = [stack.enter_context(RawClient(port)) for _ in range(50)]
        for client in crowd:
            client.send(poll(0))
        with RawClient(port) as sender:
            assert sender.ask(post(b"nick=Ada&message=side&room=side")).status == 200
            assert all(client.silent() for client in crowd)
            assert sender.ask(post(b"nick=Ada&message=hello")).json["id"] == 2
        for client in crowd:
            answer = client.answer()
            assert answer.messages == ["hello"]
            assert answer.json["cursor"] == "2"


def test_a_poll_ends_empty_after_its_wait(port: int) -> None:
    with RawClient(port) as client:
        started = time.monotonic()
        assert client.ask(poll(0, wait=1)).json == {"cursor": "0", "messages": []}
        assert 0.95 < time.monotonic() - started < SOON
        assert client.ask(poll(0, wait=0)).json == {"cursor": "0", "messages": []}


def test_a_bare_poll_is_the_next_message(port: int) -> None:
    with RawClient(port) as reader, RawClient(port) as sender:
        reader.send(get("/sub"))
        deadline = time.monotonic() + 10
        while reader.silent():  # it may begin after the first of them
            assert time.monotonic() < deadline
            assert sender.ask(post(b"nick=Ada&message=hello")).status == 200
        answer = reader.answer()
        assert answer.json.items() >= {"nick": "Ada", "message": "hello"}.items()
        told = f"cursor-[0-9a-f]{{8}}={answer.json['id']}; "
        assert re.match(told, answer.headers["set-cookie"])


def test_errors_are_the_same(port: int) -> None:
    with RawClient(port) as client:
        answer = client.ask(get("/sub?since=x"))
        assert answer.status == 400
        assert answer.json["description"] == "The parameter since must be a whole number."


class Broken(io.BytesIO):
    """What a server hands over for a client that went away; servers differ in what they raise."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise ValueError("I/O operation on closed file")
        return super().read(10)


def test_a_body_that_another_server_loses_leaves_no_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = parts(tmp_path)
    try:
        headers = {"Host": "localhost", "Content-Length": "100"}
        env = falcon.testing.create_environ("/files", "name=a", method="POST", headers=headers)
        env["wsgi.input"] = Broken(bytes(100))
        answered = falcon.testing.StartResponseMock()
        create_app(made)(env, answered)
        assert str(answered.status).startswith("500 ")
        assert list((tmp_path / "files" / "half").iterdir()) == []
        assert made.depot.uploads == 0
    finally:
        made.depot.close()
        made.feed.close()
    assert "ValueError" in caplog.text
