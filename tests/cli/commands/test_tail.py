import json
import os
import pty
import re
import signal
import subprocess
from pathlib import Path

import pytest

from appliance.cli.remote.conversation import ANOTHER_LOG, TRUNCATED
from appliance.cli.remote.patience import BACK, LOST
from tests.browser.middlebox import Middlebox, answer
from tests.cli.command import COMMAND, SECONDS, Running, environment, run
from tests.cli.scripted import Reply, scripted
from tests.running import ROOT, RunningServer, eventually

FULL = Path("/dev/full")
CLOCK = re.compile(r"^(\[\w+\] )?\d\d:\d\d ")


def texts(lines: list[str]) -> list[str]:
    """What is said, without the time."""
    return [CLOCK.sub(r"\1", line) for line in lines]


def entry(number: int, message: str = "x", **more: object) -> dict[str, object]:
    return {
        "id": number,
        "room": "lobby",
        "kind": "message",
        "nick": "Ada",
        "member": "m",
        "time": "2026-03-14T10:42:00.000Z",
        "message": message,
    } | more


def test_the_last_messages_and_then_what_follows(chat: RunningServer) -> None:
    for number in range(12):
        chat.post(f"old {number}", room="follow")
    with Running("tail", "--url", chat.url, "--room", "follow", "-n", "3") as tail:
        assert texts(tail.out(3)) == ["Ada: old 9", "Ada: old 10", "Ada: old 11"]
        for number in range(3):
            assert run("send", "--url", chat.url, "--room", "follow", f"new {number}").code == 0
            assert texts(tail.out())[0].endswith(f": new {number}")


def test_ten_are_shown_and_more_than_one_page_if_asked_for(chat: RunningServer) -> None:
    for number in range(520):
        chat.post(f"m{number}", room="many")
    url = ("tail", "--no-follow", "--url", chat.url, "--room", "many")
    assert len(run(*url).lines) == 10
    all_of_them = [f"Ada: m{number}" for number in range(520)]
    assert texts(run(*url, "-n", "510").lines) == all_of_them[10:]
    assert texts(run(*url, "-n", "9999").lines) == all_of_them
    assert run(*url, "-n", "0").lines == []
    assert texts(run(*url, "--since", "0").lines) == all_of_them


def test_several_rooms_in_the_order_of_the_log(server: RunningServer) -> None:
    for number in range(4):
        server.post(f"a{number}", room="alpha")
        server.post(f"b{number}", room="beta")
        server.post(f"c{number}", room="gamma")
    follow = ("tail", "--url", server.url, "-n", "3")
    assert texts(run(*follow, "--no-follow", "--room", "alpha,gamma").lines) == [
        "[gamma] Ada: c2",
        "[alpha] Ada: a3",
        "[gamma] Ada: c3",
    ]
    assert texts(run(*follow, "--no-follow", "--room", "*").lines) == [
        "[alpha] Ada: a3",
        "[beta] Ada: b3",
        "[gamma] Ada: c3",
    ]
    with Running(*follow, "--room", "*") as every, Running(*follow, "--room", "alpha,new") as two:
        every.out(3)
        two.out(3)
        server.post("to a room nobody reads", room="beta")
        server.post("to a new room", room="new")
        assert texts(two.out()) == ["[new] Ada: to a new room"]
        assert texts(every.out(2)) == [
            "[beta] Ada: to a room nobody reads",
            "[new] Ada: to a new room",
        ]


def test_that_a_room_was_made_is_none_of_the_last_messages(server: RunningServer) -> None:
    for number in range(3):
        server.post(f"m{number}")
    for name in ("one", "two", "three"):
        server.make(name)
    url = ("tail", "--no-follow", "--url", server.url, "--room", "*")
    assert texts(run(*url, "-n", "2").lines) == ["[lobby] Ada: m1", "[lobby] Ada: m2"]
    last = [json.loads(line) for line in run(*url, "-n", "1", "--json").lines]
    assert [entry["kind"] for entry in last] == ["message", "room", "room", "room"]
    server.post("later", room="one")
    both = run("tail", "--no-follow", "--url", server.url, "--room", "one,lobby", "-n", "4")
    assert len(both.lines) == 4


def test_a_room_that_is_named_in_two_ways_is_shown_once(chat: RunningServer) -> None:
    chat.post("once", room="Teashop")
    url = ("tail", "--no-follow", "--url", chat.url)
    assert texts(run(*url, "--room", "Teashop,teaSHOP").lines) == ["[teashop] Ada: once"]


def test_json_is_the_entry_as_the_chat_says_it(chat: RunningServer) -> None:
    chat.post("Grüße\n\tzwei", room="json", key="k")
    ended = run("tail", "--url", chat.url, "--room", "json", "--json", "--no-follow")
    assert [json.loads(line) for line in ended.lines] == chat.log("json")


def test_since_goes_on_exactly_there(chat: RunningServer) -> None:
    ids = [chat.post(str(number), room="since")["id"] for number in range(5)]
    since = ("tail", "--url", chat.url, "--room", "since", "--json", "--since", str(ids[1]))
    rest = [json.loads(line)["id"] for line in run(*since, "--no-follow").lines]
    assert rest == ids[2:]
    with Running(*since) as tail:
        assert [json.loads(line)["id"] for line in tail.out(3)] == ids[2:]
        ids.append(chat.post("new", room="since")["id"])
        assert json.loads(tail.out()[0])["id"] == ids[-1]


def test_nothing_is_lost_or_doubled_while_the_chat_is_killed_and_restarted(
    server: RunningServer,
) -> None:
    with Running("tail", "--url", server.url, "--json") as tail:
        server.post("0")
        got = tail.out()
        for number in (1, 2):
            server.kill()
            assert tail.err() == LOST
            server.start()
            server.post(f"{number}")
            server.post(f"{number}+")
            got += tail.out(2)
            assert tail.err() == BACK
        tail.process.send_signal(signal.SIGINT)
        assert tail.wait() == 130
        assert tail.rest() == []
        assert tail.errors() == ""
    assert [json.loads(line)["message"] for line in got] == ["0", "1", "1+", "2", "2+"]


def test_a_chat_that_stops_in_an_orderly_way_is_waited_for(server: RunningServer) -> None:
    with Running("tail", "--url", server.url) as tail:
        server.post("before")
        tail.out()
        assert server.stop() == 0
        assert tail.err() == LOST
        server.start()
        assert tail.err() == BACK
        server.post("after")
        assert texts(tail.out()) == ["Ada: after"]


def test_back_is_said_although_nobody_writes(server: RunningServer) -> None:
    with Running("tail", "--url", server.url) as tail:
        server.post("x")
        tail.out()
        server.kill()
        assert tail.err() == LOST
        server.start()
        assert tail.err() == BACK


def test_a_log_that_does_not_reach_back_is_told() -> None:
    answer = {"cursor": "9", "messages": [entry(9)], "truncated": True}
    nothing = Reply(body={"cursor": "9", "messages": []})
    with scripted(Reply(body=answer), nothing) as server:
        with Running("tail", "--url", server.url, "--since", "3") as tail:
            assert tail.err() == TRUNCATED
            assert texts(tail.out(2))[1] == "Ada: x"
            polls = [path for path, _, _ in server.requests if path.startswith("/sub")]
        assert "since=3" in polls[0]
        assert all("since=9" in path for path in polls[1:])


def test_another_log_is_read_from_its_beginning(server: RunningServer) -> None:
    with Running("tail", "--url", server.url) as tail:
        server.post("of the first")
        tail.out()
        server.kill()
        assert tail.err() == LOST
        for file in server.data.glob("chat.db*"):
            file.unlink()
        server.start()
        server.post("of the second")
        server.post("also")
        assert tail.err() == ANOTHER_LOG
        assert texts(tail.out(2)) == ["Ada: of the second", "Ada: also"]


def test_a_busy_chat_is_asked_again_when_it_says() -> None:
    busy = Reply(429, {"title": "Slow", "description": "Too fast."}, (("Retry-After", "1"),))
    part = Reply(body={"cursor": "1", "messages": [entry(1)], "more": False})
    with scripted(busy, part) as server:
        ended = run("tail", "--url", server.url, "--no-follow")
    assert ended.code == 0
    assert ended.err == f"Too fast. Trying again …\n{BACK}\n"
    assert texts(ended.lines)[1] == "Ada: x"


@pytest.mark.parametrize(
    "between",
    [Reply(403, b"<h1>Blocked</h1>"), Reply(200, b"<h1>Log in</h1>"), Reply(200, {})],
    ids=["a filter", "a login page", "an empty object"],
)
def test_what_answers_instead_of_the_chat_is_waited_for(between: Reply) -> None:
    part = Reply(body={"cursor": "1", "messages": [entry(1)], "more": False})
    news = Reply(body={"cursor": "2", "messages": [entry(2, "after")]})
    nothing = Reply(body={"cursor": "2", "messages": []})
    with scripted(part, between, between, news, nothing) as server:
        with Running("tail", "--url", server.url) as tail:
            tail.out(2)
            assert tail.err() == LOST
            assert texts(tail.out()) == ["Ada: after"]
            polls = [path for path, _, _ in server.requests if path.startswith("/sub")]
        assert all("since=1" in path for path in polls[:3])


def test_a_login_page_in_place_of_the_chat_is_not_taken_for_another_log(
    server: RunningServer,
) -> None:
    """It may say 200 to everything, and JSON as well."""
    whole = answer("200 OK", '{"cursor":"0","messages":[]}', "application/json")
    with Middlebox(server.port) as box, Running("tail", "--url", box.url) as tail:
        server.post("before")
        assert texts(tail.out()) == ["Ada: before"]
        box.answers(whole)
        assert tail.err() == LOST
        server.post("during")
        box.passes()
        assert texts(tail.out()) == ["Ada: during"]
        assert tail.err() == BACK


def test_polls_that_are_lost_again_and_again_ask_for_less(server: RunningServer) -> None:
    with Middlebox(server.port) as box:
        box.cut_after = 2.2
        with Running("tail", "--url", box.url):
            eventually(lambda: any("wait=5" in target for target in box.seen), seconds=30)


def test_what_others_wrote_cannot_steer_the_terminal() -> None:
    hostile = entry(1, "\x1b[2J\r\u202ex\x9bm\n\x1b]52;c;x\x07", nick="\x1b[31mEve\u202e")
    part = Reply(body={"cursor": "1", "messages": [hostile], "more": False})
    with scripted(part) as server:
        shown = run("tail", "--url", server.url, "--no-follow").out
        as_json = run("tail", "--url", server.url, "--no-follow", "--json").out
    for out in (shown, as_json):
        assert not set(out) & {"\x1b", "\r", "\x9b", "\x07", "\u202e"}
    assert r"\x1b[31mEve\u202e: \x1b[2J\r\u202ex\x9bm" in shown
    assert json.loads(as_json) == hostile


def test_what_the_chat_says_of_an_error_cannot_steer_the_terminal() -> None:
    with scripted(Reply(400, {"title": "", "description": "no\x1b[2J\nchat: ok"})) as server:
        ended = run("tail", "--url", server.url)
    assert (ended.code, ended.err) == (65, "chat-appliance: no\\x1b[2J\\nchat: ok\n")


def test_what_it_waits_for_cannot_steer_the_terminal_either() -> None:
    busy = Reply(503, {"title": "", "description": "no\x1b[2J\nchat: ok\u202e"})
    part = Reply(body={"cursor": "1", "messages": [entry(1, "x")], "more": False})
    with scripted(busy, part) as server:
        ended = run("tail", "--url", server.url, "--no-follow")
    assert ended.err == f"no\\x1b[2J\\nchat: ok\\u202e Trying again …\n{BACK}\n"


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_head_ends_it_at_once_although_nobody_writes(chat: RunningServer, form: list[str]) -> None:
    room = f"pipe{len(form)}"
    chat.post("one", room=room)
    chat.post("two", room=room)
    tail = " ".join([*COMMAND, "tail", "--url", chat.url, "--room", room, *form])
    ended = subprocess.run(
        ["bash", "-c", f'{tail} | head -n 1; echo "${{PIPESTATUS[@]}}"'],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        cwd=ROOT,
        env=environment(),
        check=True,
    )
    line, codes = ended.stdout.splitlines()
    assert "one" in line
    assert codes == "0 0"
    assert ended.stderr == ""


def test_a_reader_that_goes_ends_it_in_the_middle_of_a_poll(chat: RunningServer) -> None:
    reader, writer = os.pipe()
    held = chat.metric("chat_polls_parked")
    tail = subprocess.Popen(
        [*COMMAND, "tail", "--url", chat.url, "--room", "quiet"],
        stdout=writer,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment(),
    )
    os.close(writer)
    try:
        eventually_parked(chat, held + 1)
        os.close(reader)
        _, errors = tail.communicate(timeout=SECONDS)
        assert (tail.returncode, errors) == (0, b"")
    finally:
        tail.kill()
        tail.wait()


def test_an_interrupt_ends_it_without_a_trace(chat: RunningServer) -> None:
    with Running("tail", "--url", chat.url, "--room", "interrupted") as tail:
        chat.post("x", room="interrupted")
        tail.out()
        tail.process.send_signal(signal.SIGINT)
        assert tail.wait() == 130
        assert tail.errors() == ""


@pytest.mark.skipif(not FULL.exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_told(chat: RunningServer) -> None:
    chat.post("x", room="full")
    with FULL.open("w") as full:
        ended = subprocess.run(
            [*COMMAND, "tail", "--url", chat.url, "--room", "full"],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            cwd=ROOT,
            env=environment(),
            check=False,
        )
    assert ended.returncode == 74
    assert ended.stderr == (
        b"chat-appliance: The output cannot be written: No space left on device.\n"
    )


@pytest.mark.parametrize(
    ("changes", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_gets_colours_and_a_pipe_none(
    chat: RunningServer, changes: dict[str, str], coloured: bool
) -> None:
    chat.post("x", room="colours")
    arguments = ("tail", "--url", chat.url, "--room", "colours", "--no-follow", "-n", "1")
    assert "\x1b" not in run(*arguments, env=changes).out
    assert ("\x1b[1;" in on_terminal(*arguments, changes=changes)) is coloured
    assert "\x1b" not in on_terminal(*arguments, "--json", changes=changes)


def test_an_old_locale_gets_escapes_instead_of_an_error(chat: RunningServer) -> None:
    chat.post("naïve 👍", room="locale")
    arguments = ("tail", "--url", chat.url, "--room", "locale", "--no-follow")
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    assert run(*arguments, env=ascii_only).out.endswith("na\\xefve \\U0001f44d\n")
    as_json = run(*arguments, "--json", env=ascii_only).out
    assert json.loads(as_json)["message"] == "naïve 👍"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--room", ","], 65),
        (["--room", "a b"], 65),
        (["--since", "-1"], 2),
        (["--since", "1", "-n", "1"], 2),
        (["-n", "x"], 2),
    ],
)
def test_what_cannot_be_read(chat: RunningServer, arguments: list[str], code: int) -> None:
    ended = run("tail", "--url", chat.url, *arguments)
    assert ended.code == code
    assert ended.err


def eventually_parked(chat: RunningServer, count: float) -> None:
    eventually(lambda: chat.metric("chat_polls_parked"), lambda parked: parked >= count)


def on_terminal(*arguments: str, changes: dict[str, str]) -> str:
    """What a command prints on a terminal."""
    ours, theirs = pty.openpty()
    command = subprocess.Popen(
        [*COMMAND, *arguments], stdout=theirs, cwd=ROOT, env=environment(**changes)
    )
    os.close(theirs)
    printed = b""
    try:
        while chunk := os.read(ours, 4096):
            printed += chunk
    except OSError:  # Linux's way to say that the other end is closed
        pass
    finally:
        os.close(ours)
    assert command.wait(SECONDS) == 0
    return printed.decode()
