"""The bus: topics, each heard by who follows it, and none held up by another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from appliance.feed.bus import HIGH_WATER, Bus
from tests.feed.feeds import soon


@pytest.fixture
def bus() -> Iterator[Bus]:
    bus = Bus()
    yield bus
    bus.close()


def test_what_is_said_under_a_topic_is_heard_by_who_follows_it(bus: Bus) -> None:
    tea: list[bytes] = []
    teapots: list[bytes] = []
    bus.follow(b"tea", tea.append)
    bus.follow(b"teapots", teapots.append)
    bus.publish(b"milk", b"nobody hears this")
    bus.publish(b"tea", b"green tea\n\0 and black")
    bus.publish(b"teapots", b"")
    soon(lambda: bool(teapots))
    assert (tea, teapots) == ([b"green tea\n\0 and black"], [b""])


def test_one_who_fails_to_hear_keeps_nobody_else_from_it(
    bus: Bus, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[bytes] = []
    heard: list[bytes] = []

    def fail(words: bytes) -> None:
        tries.append(words)
        if words != b"well":
            raise MemoryError

    bus.follow(b"bad", fail)
    bus.follow(b"good", heard.append)
    for number in range(5):
        bus.publish(b"bad", b"%d" % number)
        bus.publish(b"good", b"%d" % number)
    soon(lambda: len(heard) == 5)
    assert tries == heard == [b"0", b"1", b"2", b"3", b"4"]
    assert caplog.text.count("Hearing of bad failed") == 1
    assert "Hearing of bad fails" in str(bus.trouble())
    bus.publish(b"bad", b"well")
    soon(lambda: bus.trouble() is None)


def test_what_nobody_takes_is_dropped_and_holds_nobody_up(bus: Bus) -> None:
    heard: list[bytes] = []
    bus.follow(b"tea", heard.append)
    for number in range(10 * HIGH_WATER):  # the loop does not run meanwhile
        bus.publish(b"tea", b"%d" % number)
    bus.publish(b"tea", b"on")
    soon(lambda: bool(heard))
    assert heard[0] == b"0"
    soon(lambda: _says_again(bus, heard))
    assert len(heard) <= 3 * HIGH_WATER


def _says_again(bus: Bus, heard: list[bytes]) -> bool:
    bus.publish(b"tea", b"again")
    return heard[-1] == b"again"


def test_a_bus_that_fails_says_so(bus: Bus) -> None:
    bus._in.close()
    soon(lambda: "tried again" in str(bus.trouble()))
