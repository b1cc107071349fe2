"""Being the same member on another device: who opens it, how often, until when, what is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import gevent
import pytest

from appliance.chat.chat import Chat
from appliance.chat.devices import SECONDS, Devices, DeviceUnknown
from appliance.chat.member import public_id
from appliance.errors import KeyTaken, Refused
from tests.chat.limits import limits
from tests.chat.memory import ListFeed
from tests.feed.bad_bus import DeafBus
from tests.feed.feeds import opened, soon

ADA, BOB = "a" * 32, "0123456789abcdef" * 2


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def feed() -> ListFeed:
    return ListFeed()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def devices(feed: ListFeed, clock: Clock) -> Devices:
    chat = Chat(feed, limits())
    for token in (ADA, BOB):
        chat.rename(token, "Somebody")
    return Devices(feed, chat.people, clock)


def refused(act: Callable[[], object]) -> bool:
    with pytest.raises(DeviceUnknown):
        act()
    return True


def test_a_link_makes_the_same_member_once(devices: Devices) -> None:
    link = devices.make(BOB, None)
    assert len(link.secret) == 26
    assert devices.use(link.secret) == BOB
    assert refused(lambda: devices.use(link.secret))


def test_a_link_ends_after_ten_minutes(devices: Devices, clock: Clock) -> None:
    late, early = devices.make(ADA, None), devices.make(BOB, None)
    assert late.until == clock.now + SECONDS
    clock.now += SECONDS - 1
    assert devices.use(early.secret) == BOB
    clock.now += 1
    assert refused(lambda: devices.use(late.secret))


def test_a_new_link_replaces_the_one_before(devices: Devices) -> None:
    first, second, other = (devices.make(token, None) for token in (ADA, ADA, BOB))
    assert refused(lambda: devices.use(first.secret))
    assert devices.use(second.secret) == ADA
    assert devices.use(other.secret) == BOB


def test_a_recovery_code_has_no_end_until_the_next_one(devices: Devices, clock: Clock) -> None:
    code, link = devices.make(ADA, None, recovery=True), devices.make(ADA, None)
    clock.now += 1e9
    assert code.until == 0
    assert devices.use(code.secret) == devices.use(code.secret) == ADA
    following = devices.make(ADA, None, recovery=True)
    assert refused(lambda: devices.use(code.secret))
    assert refused(lambda: devices.use(link.secret))
    assert devices.use(following.secret) == ADA


def test_a_code_may_be_read_from_paper(devices: Devices) -> None:
    code = devices.make(ADA, None, recovery=True).secret
    groups = "-".join(code[at : at + 4] for at in range(0, 26, 4)).upper()
    assert devices.use(f" {groups} ") == ADA
    assert devices.use(code.replace("o", "0").replace("l", "1")) == ADA


@pytest.mark.parametrize("secret", ["", "a" * 26, "\u0430", "x" * 100_000])
def test_other_words_open_nothing(devices: Devices, secret: str) -> None:
    devices.make(ADA, None)
    assert refused(lambda: devices.use(secret))


def test_under_the_same_key_it_is_the_same_link(devices: Devices, feed: ListFeed) -> None:
    link = devices.make(ADA, "k")
    assert devices.make(ADA, "k") == link
    assert devices.make(BOB, "k").secret != link.secret
    with pytest.raises(KeyTaken):
        devices.make(ADA, "k", recovery=True)
    devices.use(link.secret)
    assert refused(lambda: devices.make(ADA, "k"))


def test_who_is_not_known_here_has_nothing_to_take_along(devices: Devices) -> None:
    with pytest.raises(Refused, match="nothing of you"):
        devices.make("c" * 32, None)


def test_those_that_ended_do_not_pile_up(devices: Devices, feed: ListFeed, clock: Clock) -> None:
    devices.make(ADA, None)
    clock.now += SECONDS
    devices.make(BOB, None)
    devices.make(BOB, None)
    assert list(feed.facts.of("device")) == [f"{public_id(BOB)} once"]


def test_nothing_that_is_kept_opens_anything(devices: Devices, feed: ListFeed) -> None:
    secrets = [
        devices.make(ADA, key, recovery=it).secret for key, it in ((None, True), ("k", False))
    ]
    kept = str(feed.drafts)
    assert [word for word in (*secrets, ADA) if word in kept] == []


def test_of_all_who_use_a_link_at_once_one_does_in_whichever_process(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    with opened(path) as feed, opened(path, DeafBus) as other:
        chat = Chat(feed, limits())
        chat.rename(ADA, "Ada")
        here, there = Devices(feed, chat.people), Devices(other, Chat(other, limits()).people)
        secret = here.make(ADA, None).secret
        soon(lambda: other.facts.of("device") != {})
        found: list[str] = []

        def use(devices: Devices) -> None:
            try:
                found.append(devices.use(secret))
            except DeviceUnknown:
                found.append("")

        gevent.joinall([gevent.spawn(use, each) for each in (here, there) * 5], raise_error=True)
        assert sorted(found) == [*[""] * 9, ADA]
