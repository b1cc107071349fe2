"""What ends when somebody may read less than before: their polls, at once, and nobody else's."""

from __future__ import annotations

import contextlib

import pytest

from tests.running import RunningServer
from tests.server.raw import RawClient, get
from tests.server.test_private_rooms import Browser, parked

CROWD = 50

LONG = f"X-A: {'a' * 4_000}"
"""With this a request is too long to be known again."""


@pytest.mark.parametrize("header", ["X-A: b", "Connection: close", LONG], ids=lambda text: text[:9])
def test_who_is_taken_out_loses_the_poll_and_the_others_stay(
    server: RunningServer, header: str
) -> None:
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(RawClient(server.port)) for _ in range(CROWD)]
        ada, bob, *others = (Browser(server, line) for line in lines)
        room = ada.told("POST", "/rooms", name="Plans", private=True)["room"]
        others[0].told("POST", "/rooms", name="Others", private=True)
        last = ada.told("PUT", f"/rooms/{room}/members/{bob.member}")["id"]
        for each in (bob, *others):
            each.line.send(get(f"/sub?since={last}&room=*&wait=25", each.cookie, header))
        parked(server, CROWD - 1)
        ada.told("DELETE", f"/rooms/{room}/members/{bob.member}")
        assert bob.line.answer().json["messages"] == []
        parked(server, CROWD - 2)
        server.post("hello")
        assert [each.line.answer().messages for each in others] == [["hello"]] * (CROWD - 2)
