import getpass
import json
import os
from pathlib import Path

import pytest

from tests.cli.command import Running, run
from tests.cli.scripted import Reply, scripted
from tests.running import RunningServer, eventually
from tests.server.uploader import Uploader

SENT = {"status": "sent", "id": 7, "room": "lobby"}


def said(chat: RunningServer, room: str) -> list[str]:
    return [entry["message"] for entry in chat.log(room)]


def test_words_are_one_message_under_the_login_name(chat: RunningServer) -> None:
    ended = run("send", "--url", chat.url, "--room", "words", "Hello", "Wörld  👍")
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    (entry,) = chat.log("words")
    assert entry["message"] == "Hello Wörld  👍"
    assert entry["nick"] == getpass.getuser()
    assert entry["key"]


def test_the_number_is_printed_on_request(chat: RunningServer) -> None:
    ended = run("send", "--url", chat.url, "--room", "number", "--nick", "Ada", "--id", "x")
    (entry,) = chat.log("number")
    assert ended.out == f"{entry['id']}\n"
    assert entry["nick"] == "Ada"


@pytest.mark.parametrize("words", [[], ["-"]])
def test_standard_input_is_one_message(chat: RunningServer, words: list[str]) -> None:
    room = f"input{len(words)}"
    stdin = "one\n\ntwo ü\n".encode()
    assert run("send", "--url", chat.url, "--room", room, *words, stdin=stdin).code == 0
    assert said(chat, room) == ["one\n\ntwo ü"]


def test_the_same_words_twice_are_two_messages(chat: RunningServer) -> None:
    for _ in range(2):
        assert run("send", "--url", chat.url, "--room", "twice", "again").code == 0
    assert said(chat, "twice") == ["again", "again"]


def test_lines_are_sent_as_they_come(chat: RunningServer) -> None:
    with Running("send", "--url", chat.url, "--room", "lines", "--lines", "--id") as sending:
        sending.stdin.write(b"first\n\n  \n")
        sending.stdin.flush()
        sending.out()
        assert said(chat, "lines") == ["first"]
        sending.stdin.write(b"second\r\nlast without an end")
        sending.stdin.close()
        assert sending.wait() == 0
    assert said(chat, "lines") == ["first", "second", "last without an end"]


def test_lines_go_on_over_a_connection_that_was_closed_meanwhile(server: RunningServer) -> None:
    with Running("send", "--url", server.url, "--lines", "--id") as sending:
        sending.stdin.write(b"before\n")
        sending.stdin.flush()
        sending.out()
        server.kill()
        server.start()
        sending.stdin.write(b"after\n")
        sending.stdin.close()
        assert sending.wait() == 0
    assert said(server, "lobby") == ["before", "after"]


def test_a_line_that_is_refused_ends_it_and_is_named(chat: RunningServer) -> None:
    stdin = b"fine\n" + b"x" * 4001 + b"\nnever\n"
    ended = run("send", "--url", chat.url, "--room", "refused", "--lines", stdin=stdin)
    assert ended.code == 65
    assert ended.err == (
        "chat-appliance: Line 2: The message has 4,001 characters; at most 4,000 are allowed.\n"
    )
    assert said(chat, "refused") == ["fine"]


@pytest.mark.parametrize(
    ("arguments", "stdin", "sentence"),
    [
        (["  "], b"", "The message is empty. Write something first."),
        ([], b"", "The message is empty. Write something first."),
        (["--room", "a b", "x"], b"", "A room's name is made of letters, digits, - and _ only."),
        ([], b"\xff\xfe", "Standard input is not valid UTF-8."),
        (["--lines"], b"\xff\n", "Line 1 is not valid UTF-8."),
        ([os.fsdecode(b"\xff")], b"", "TEXT is not valid UTF-8."),
        (["--nick", "n" * 41, "x"], b"", "The nickname has 41 characters; at most 40 are allowed."),
    ],
)
def test_what_is_refused_is_told_in_one_sentence(
    chat: RunningServer, arguments: list[str], stdin: bytes, sentence: str
) -> None:
    ended = run("send", "--url", chat.url, *arguments, stdin=stdin)
    assert (ended.code, ended.out, ended.err) == (65, "", f"chat-appliance: {sentence}\n")


def test_lines_and_words_do_not_go_together(chat: RunningServer) -> None:
    ended = run("send", "--url", chat.url, "--lines", "word")
    assert ended.code == 2
    assert "Leave TEXT out" in ended.err


def test_a_chat_that_is_away_is_waited_for_and_gets_it_once(server: RunningServer) -> None:
    server.kill()
    with Running("send", "--url", server.url, "--retry", "60", "--id", "hello") as sending:
        assert "Trying again for 60 seconds" in sending.err()
        server.start()
        assert sending.out() == ["1"]
        assert sending.wait() == 0
    assert said(server, "lobby") == ["hello"]


def test_what_is_repeated_has_the_same_key() -> None:
    busy = Reply(503, {"title": "Busy", "description": "The chat is busy."})
    full = Reply(507, {"title": "Full", "description": "The disk is full."})
    with scripted(busy, full, Reply(body=SENT)) as server:
        ended = run("send", "--url", server.url, "--retry", "30", "x")
        sent = [json.loads(body) for _, _, body in server.requests]
    assert (ended.code, len(sent)) == (0, 3)
    assert sent[0] == sent[1] == sent[2]
    assert ended.err == "The chat is busy. Trying again for 30 seconds …\n"


@pytest.mark.parametrize(
    "between",
    [
        Reply(403, b"<h1>Blocked</h1>"),
        Reply(200, b"<h1>Log in</h1>"),
        Reply(200, {}),
        Reply(204, b""),
    ],
    ids=["a filter", "a login page", "an empty object", "nothing"],
)
def test_what_answers_instead_of_the_chat_does_not_end_the_tries(between: Reply) -> None:
    with scripted(between, between, Reply(body=SENT)) as server:
        ended = run("send", "--url", server.url, "--retry", "30", "x")
        sent = [json.loads(body) for _, _, body in server.requests]
    assert (ended.code, len(sent)) == (0, 3)
    assert sent[0] == sent[1] == sent[2]
    assert "is not a chat" in ended.err


def test_without_retry_nothing_is_repeated() -> None:
    with scripted(Reply(507, {"title": "Full", "description": "The disk is full."})) as server:
        ended = run("send", "--url", server.url, "x")
        assert len(server.requests) == 1
    assert (ended.code, ended.err) == (75, "chat-appliance: The disk is full.\n")


def test_a_chat_that_asks_for_a_longer_wait_is_not_waited_for() -> None:
    busy = Reply(429, {"title": "Slow", "description": "Too many."}, (("Retry-After", "90"),))
    with scripted(busy) as server:
        ended = run("send", "--url", server.url, "--retry", "30", "x")
        assert len(server.requests) == 1
    assert ended.code == 75


def test_the_server_restarting_while_it_is_asked_does_not_double(server: RunningServer) -> None:
    """Killed at any moment and repeated: each line is there once."""
    lines = [f"line {number}" for number in range(60)]
    with Running("send", "--url", server.url, "--retry", "60", "--lines", "--id") as sending:
        sending.stdin.write("".join(f"{line}\n" for line in lines).encode())
        sending.stdin.close()
        sending.out(20)
        server.kill()
        server.start()
        sending.out(20)
        assert sending.wait() == 0
    assert eventually(lambda: said(server, "lobby")) == lines


def test_files_are_sent_with_what_is_said(chat: RunningServer, tmp_path: Path) -> None:
    for name, data in (("plan ä.txt", b"words"), ("large.bin", bytes(3_000_000))):
        (tmp_path / name).write_bytes(data)
    files = ("--file", str(tmp_path / "plan ä.txt"), "--file", str(tmp_path / "large.bin"))
    ended = run("send", "--url", chat.url, "--room", "files", *files, "The", "plan")
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert run("send", "--url", chat.url, "--room", "files", *files[:2]).code == 0
    first, second = chat.log("files")
    assert (first["message"], second["message"]) == ("The plan", "")
    assert [file["name"] for file in first["files"]] == ["plan ä.txt", "large.bin"]
    reader = Uploader(chat)
    assert reader.read(first["files"][1]["id"]).body == bytes(3_000_000)
    assert reader.read(second["files"][0]["id"]).body == b"words"


def test_a_file_that_cannot_be_sent_is_said(chat: RunningServer, tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    ended = run("send", "--url", chat.url, "--file", str(missing))
    assert (ended.code, ended.out) == (65, "")
    assert f"{missing} cannot be sent" in ended.err


def test_a_file_goes_on_where_it_was_when_the_chat_is_back(
    server: RunningServer, tmp_path: Path
) -> None:
    path = tmp_path / "film.bin"
    path.write_bytes(os.urandom(40_000_000))
    half = server.data / "files" / "half"
    command = ("send", "--url", server.url, "--retry", "60", "--file", str(path))
    with Running(*command) as sending:
        eventually(lambda: [one.stat().st_size for one in half.iterdir()], any)
        server.kill()
        server.start()
        assert sending.wait() == 0
    (entry,) = server.log()
    assert Uploader(server).read(entry["files"][0]["id"]).body == path.read_bytes()
