"""Members and rooms, from the terminal."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.command import run
from tests.running import RunningServer
from tests.server.newcomer import Newcomer


def listed(server: RunningServer, command: str) -> list[dict[str, Any]]:
    done = run(command, "--json", "--data", str(server.data))
    assert done.code == 0
    return [json.loads(line) for line in done.lines]


def test_people_and_rooms_are_listed_with_what_was_decided(server: RunningServer) -> None:
    host, ada = Newcomer(server).hosting(), Newcomer(server).greeted()
    ada.ask("/pub", "POST", nick="Ada\u202e", message="hello")
    member = ada.ask("/about").body["you"]["member"]
    assert host.ask(f"/members/{member}", "PUT", hidden=True).status == 200
    changed = host.ask("/rooms/lobby", "PATCH", slow=5, title="Board")
    assert changed.status == 200, changed
    (known,) = listed(server, "people")
    assert (known["member"], known["hidden"], known["muted_until"]) == (member, True, None)
    (room,) = listed(server, "rooms")
    assert (room["name"], room["slow"], room["title"]) == ("lobby", 5, "Board")
    data = ("--data", str(server.data))
    said = run("people", *data).out
    assert said.startswith(f"{member} Ada: since 2")
    assert said.endswith(", hidden\n")
    assert run("rooms", *data).out == "lobby (Board): 1 message, slow, 5 s\n"
