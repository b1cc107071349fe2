"""The index of those who wait for private rooms; groups and connections here only stand there."""

from __future__ import annotations

from typing import Any, cast

from appliance.feed.scope import PUBLIC
from appliance.web.polls.insiders import SPARE, Insider, Insiders


class Line:
    """A connection, and the group that it is parked in."""

    place: object = None

    def take(self, connection: object, cursor: int, insider: Insider) -> bool:
        self.place = insider
        return True


def parked(index: Insiders, *own: str) -> tuple[Line, Insider]:
    line = Line()
    insider = Insider(cast(Any, line), PUBLIC.further(own), index)
    assert insider.take(cast(Any, line), 0)
    return line, insider


def test_who_waits_is_found_by_each_private_room_and_once() -> None:
    index = Insiders()
    _, one = parked(index, "@a", "@b")
    _, other = parked(index, "@b")
    assert list(index.of({"@a"})) == [one]
    assert list(index.of({"@a", "@b", "@c"})) in ([one, other], [other, one])


def test_who_waits_again_is_in_it_once() -> None:
    index = Insiders()
    line, insider = parked(index, "@a")
    line.place = None
    assert list(index.of({"@a"})) == []
    assert insider.take(cast(Any, line), 1)
    assert list(index.of({"@a"})) == [insider]
    assert len(index) == 1


def test_who_is_gone_is_forgotten() -> None:
    index = Insiders()
    there = parked(index, "@a")
    for number in range(3 * SPARE):
        parked(index, f"@{number}", "@a")[0].place = None
        assert len(index) <= SPARE + 5
    assert list(index.of({"@a"})) == [there[1]]
