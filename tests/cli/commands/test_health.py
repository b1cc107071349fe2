import signal
import socket

import pytest

from tests.cli.command import run
from tests.cli.scripted import Reply, scripted
from tests.running import RunningServer


def test_a_chat_that_works(chat: RunningServer) -> None:
    ended = run("health", "--url", chat.url)
    assert (ended.code, ended.out, ended.err) == (0, "ok\n", "")


def test_the_environment_says_which(chat: RunningServer) -> None:
    assert run("health", env={"CHAT_URL": chat.url}).out == "ok\n"
    port = {"CHAT_PORT": str(chat.port), "CHAT_HOST": "127.0.0.1", "CHAT_DATA": str(chat.data)}
    assert run("health", env=port).out == "ok\n"


@pytest.mark.parametrize("status", [421, 429, 503, 507])
def test_a_chat_that_answers_and_cannot(status: int) -> None:
    with scripted(Reply(status, {"title": "Full", "description": "The disk is full."})) as server:
        ended = run("health", "--url", server.url)
    assert (ended.code, ended.out) == (75, "")
    assert ended.err == "chat-appliance: The disk is full.\n"


def test_a_chat_that_works_but_for_what_lies_beside_it() -> None:
    well = {"status": "ok", "search": "Nothing is found.", "marks": "Nothing is kept."}
    with scripted(Reply(200, well)) as server:
        ended = run("health", "--url", server.url)
    assert (ended.code, ended.out) == (0, "ok\n")
    assert ended.err == "chat-appliance: Nothing is found.\nchat-appliance: Nothing is kept.\n"


def test_nothing_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    ended = run("health", "--url", f"http://127.0.0.1:{port}")
    assert ended.code == 69
    assert ended.err == (
        f"chat-appliance: Nothing answers at http://127.0.0.1:{port}/. Is the chat running there?\n"
    )


def test_something_else_answers() -> None:
    with scripted(Reply(200, b"<html>")) as server:
        assert run("health", "--url", server.url).code == 69


def test_a_chat_that_hangs(server: RunningServer) -> None:
    server.send_signal(signal.SIGSTOP)
    ended = run("health", "--url", server.url, "--timeout", "0.2")
    server.send_signal(signal.SIGCONT)
    assert ended.code == 69
    assert "does not answer in time" in ended.err


def test_settings_that_are_wrong(tmp_path: object) -> None:
    ended = run("health", env={"CHAT_PORT": "many", "CHAT_DATA": str(tmp_path)})
    assert ended.code == 78
    assert ended.err == "chat-appliance: CHAT_PORT must be a whole number, not 'many'.\n"
