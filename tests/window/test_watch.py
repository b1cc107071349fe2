"""Where a chat is, looked for again and again: what is found is the test's, what answers real."""

from __future__ import annotations

import queue
from collections.abc import Sequence
from typing import Any

from appliance.window.choice import Neighbour
from appliance.window.neighbours import Find
from appliance.window.watch import Aim, Watch
from tests.running import DEADLINE, RunningServer

NOWHERE = "http://127.0.0.1:9/"


def watch(find: Find, told: queue.Queue[tuple[str, Any]]) -> Watch:
    return Watch(
        find,
        found=lambda chat: told.put(("found", chat)),
        missing=lambda chat: told.put(("missing", chat)),
        listed=lambda chats: told.put(("listed", list(chats))),
    )


def test_a_chat_is_found_at_its_address_and_where_it_moved_to(server: RunningServer) -> None:
    told: queue.Queue[tuple[str, Any]] = queue.Queue()
    there = Neighbour("Kitchen", f"{server.url}/", server.get("/about")["log"])
    namesake = there._replace(id="another", url="http://192.0.2.9/")
    looking = watch(lambda _: [namesake, there], told)
    looking.take(Aim(there))
    assert told.get(timeout=DEADLINE) == ("found", there)
    looking.take(Aim(there._replace(url=NOWHERE)))
    assert told.get(timeout=DEADLINE) == ("found", there)
    # Another chat is at its address by now.
    looking.take(Aim(there._replace(id="before")))
    assert told.get(timeout=DEADLINE) == ("missing", there._replace(id="before"))
    looking.take(Aim())


def test_who_may_choose_is_told_who_is_there_and_who_is_gone() -> None:
    told: queue.Queue[tuple[str, Any]] = queue.Queue()
    chats = [Neighbour("Attic", NOWHERE, "2e")]
    looking = watch(lambda _: list(chats), told)
    looking.take(Aim(around=True))
    assert told.get(timeout=DEADLINE) == ("listed", [Neighbour("Attic", NOWHERE, "2e")])
    chats.clear()
    while told.get(timeout=DEADLINE) != ("listed", []):
        pass
    looking.take(Aim())


def test_a_look_that_fails_is_not_the_last() -> None:
    told: queue.Queue[tuple[str, Any]] = queue.Queue()
    attic = Neighbour("Attic", NOWHERE, "2e")
    fails = iter([OSError("no more files")])

    def find(_: float) -> Sequence[Neighbour]:
        for error in fails:
            raise error
        return [attic]

    looking = watch(find, told)
    looking.take(Aim(around=True))
    assert told.get(timeout=DEADLINE) == ("listed", [attic])
    looking.take(Aim())
