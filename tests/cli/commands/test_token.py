"""Tokens for bots, from the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.running import RunningServer
from tests.server.bots import make


def test_a_token_is_given_used_and_taken_back(server: RunningServer, tmp_path: Path) -> None:
    data = ("--data", str(server.data))
    made = run("token", "add", "printer", "--room", "alerts", "--may", "post", *data)
    assert made.code == 0
    secret = tmp_path / "secret"
    secret.write_text(made.out)
    assert made.err.startswith(f"Its hook: http://127.0.0.1:{server.port}/hooks/")
    come = ("--token-file", str(secret), "--url", server.url)
    assert run("send", *come, "--room", "alerts", "--nick", "Ada", "Out of paper").code == 0
    (entry,) = server.log("alerts")
    assert (entry["nick"], entry["bot"]) == ("printer", True)
    refused = run("tail", *come, "--room", "alerts", "--no-follow")
    assert (refused.code, refused.out) == (65, "")
    assert "This token is not for reading" in refused.err
    listed = run("token", "list", *data)
    assert listed.out.startswith("printer: post in alerts; since 2")
    assert "last used 2" in listed.out
    assert run("token", "remove", "printer", *data).code == 0
    gone = run("send", *come, "--room", "alerts", "a")
    assert (gone.code, "Ask the host for a new one" in gone.err) == (65, True)
    assert run("token", "list", *data).out == ""
    again = run("token", "remove", "printer", *data)
    assert (again.code, "no such token" in again.err) == (65, True)


def test_it_is_told_as_json(server: RunningServer) -> None:
    data = ("--json", "--data", str(server.data))
    made = json.loads(run("token", "add", "Büro", "--may", "read", "--may", "post", *data).out)
    assert (made["name"], made["may"], len(made["secret"])) == ("Büro", ["post", "read"], 32)
    (listed,) = map(json.loads, run("token", "list", *data).lines)
    assert (listed["id"], listed["rooms"], "secret" in listed) == (made["id"], [], False)
    assert json.loads(run("token", "remove", made["id"], *data).out)["id"] == made["id"]


def test_a_token_comes_by_the_environment_too(server: RunningServer, tmp_path: Path) -> None:
    server.post("good morning")
    secret = make(server, "reader", may=["read"])["secret"]
    file = tmp_path / "secret"
    file.write_text(f"{secret}\n")
    for named in ({"CHAT_TOKEN": secret}, {"CHAT_TOKEN_FILE": str(file)}):
        told = run("tail", "--url", server.url, "--json", "--no-follow", env=named)
        assert [json.loads(line)["message"] for line in told.lines] == ["good morning"]
    for wrong in (("--token", "a b"), ("--token", ""), ("--token-file", str(tmp_path / "none"))):
        assert run("send", "--url", server.url, *wrong, "a").code == 2


@pytest.mark.parametrize("act", ["add", "list", "remove"])
def test_where_no_chat_runs_it_says_so(tmp_path: Path, act: str) -> None:
    name = [] if act == "list" else ["printer"]
    ended = run("token", act, *name, "--data", str(tmp_path / "none"))
    assert (ended.code, "There is no chat in" in ended.err) == (78, True)
