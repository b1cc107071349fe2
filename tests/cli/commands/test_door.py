"""`door`: how it stands, and setting it, by whoever may read the chat's folder."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command import run
from tests.running import RunningServer
from tests.server.newcomer import Newcomer


def test_it_says_how_the_door_stands_and_sets_it(server: RunningServer) -> None:
    data = ("--data", str(server.data))
    ended = run("door", *data)
    assert (ended.code, ended.out) == (0, "The door is open: everybody comes in.\n")
    assert run("door", "approve", *data).out == "Who is let in by the host comes in.\n"
    Newcomer(server).ask("/door", "POST", nick="Eve\x1b[2J")
    told = json.loads(run("door", "--json", *data).out)
    assert (told["mode"], [each["nick"] for each in told["waiting"]]) == ("approve", ["Eve[2J"])
    assert told["waiting"][0]["member"] in run("door", *data).out


def test_a_passcode_is_said_once_and_drops_nobody_unless_it_is_to(server: RunningServer) -> None:
    data = ("--data", str(server.data))
    missing = run("door", "passcode", *data)
    assert (missing.code, missing.out) == (65, "")
    assert "needs one" in missing.err
    short = run("door", "passcode", "--passcode", "abc", *data)
    assert short.code == 78
    assert "abc" not in short.err
    ada = Newcomer(server).greeted()
    ada.ask("/pub", "POST", nick="Ada", message="hello")
    assert run("door", "passcode", "--passcode", "swordfish", *data).code == 0
    assert ada.ask("/rooms").status == 200
    assert run("door", "locked", "--drop", *data).code == 0
    assert ada.ask("/rooms").status == 403
    assert run("door", "passcode", *data).code == 0  # the same as before
    assert Newcomer(server).ask("/door", "POST", passcode="swordfish").status == 200


def test_half_of_an_order_is_none(server: RunningServer) -> None:
    ended = run("door", "--drop", "--data", str(server.data))
    assert (ended.code, ended.out) == (78, "")
    assert "how the door is to stand" in ended.err


def test_where_no_chat_runs_it_says_so(tmp_path: Path) -> None:
    ended = run("door", "--data", str(tmp_path / "none"))
    assert (ended.code, ended.out) == (78, "")
