"""The registry of who may what, folded from facts: over the plain list, and over the real log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from appliance.chat.standing.conduct import Conduct
from appliance.chat.standing.membership import Membership, membership_name
from appliance.chat.standing.private_room import PrivateRoom, direct_name, new_name
from appliance.chat.standing.registry import Registry
from appliance.chat.standing.rules import Rules
from appliance.feed.contract import Feed
from appliance.feed.facts import Fact
from appliance.feed.scope import NOTHING, PUBLIC, is_private
from tests.chat.memory import ListFeed
from tests.feed.bad_bus import DeafBus, LosingBus
from tests.feed.feeds import draft, opened, soon, stating

Opened = Callable[[Path], AbstractContextManager[Feed]]


@contextmanager
def listed(folder: Path) -> Iterator[Feed]:
    yield ListFeed()


def stored(folder: Path) -> AbstractContextManager[Feed]:
    return opened(folder / "chat.db", LosingBus)


@pytest.fixture(params=[listed, stored], ids=["list", "log"])
def feed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Feed]:
    with request.param(tmp_path) as feed:
        yield feed


def joins(room: str, member: str, by: str = "") -> Fact:
    return Membership(by).fact(membership_name(room, member))


def leaves(room: str, member: str) -> Fact:
    return Membership.gone(membership_name(room, member))


def test_where_nothing_is_said_everybody_reads_what_is_public(feed: Feed) -> None:
    registry = Registry(feed)
    assert registry.scope("ada") == registry.scope(None) == PUBLIC
    assert (registry.room("@a"), dict(registry.members("@a"))) == (None, {})


def test_who_is_in_a_room_reads_it_until_they_leave(feed: Feed) -> None:
    registry = Registry(feed)
    feed.append(stating(joins("@a", "ada"), joins("@a", "bob", "ada"), joins("@b", "ada")))
    assert registry.scope("ada") == PUBLIC.further(["@a", "@b"])
    assert registry.scope("bob") == PUBLIC.further(["@a"])
    assert dict(registry.members("@a")) == {"ada": Membership(), "bob": Membership("ada")}
    feed.append(stating(leaves("@a", "ada")))
    assert registry.scope("ada") == PUBLIC.further(["@b"])
    assert list(registry.members("@a")) == ["bob"]
    feed.append(stating(leaves("@a", "bob"), leaves("@a", "never")))
    assert registry.scope("bob") == PUBLIC
    assert dict(registry.members("@a")) == {}


def test_whose_scope_changes_is_told_once_the_new_one_is_in_force(feed: Feed) -> None:
    registry = Registry(feed)
    told: list[tuple[str, int]] = []
    registry.listen(
        lambda *members: told.extend((each, len(registry.scope(each).rooms)) for each in members)
    )
    feed.append(stating(joins("@a", "ada"), joins("@b", "ada"), joins("@a", "bob")))
    feed.append(stating(leaves("@a", "ada"), PrivateRoom("Plans").fact("@a"), Fact("else", "x", 1)))
    assert told == [("ada", 2), ("bob", 1), ("ada", 1)]


def test_a_listener_that_fails_is_told_again_whom_it_concerns(feed: Feed) -> None:
    registry = Registry(feed)
    troubles = [MemoryError()]
    told: list[str] = []

    def listen(*members: str) -> None:
        if troubles:
            raise troubles.pop()
        told.extend(members)

    registry.listen(listen)
    feed.append(stating(joins("@a", "ada")))
    feed.append(stating(joins("@a", "bob")))
    assert told == ["ada", "bob"]


def test_what_people_call_a_room_is_kept_and_changes(feed: Feed) -> None:
    registry = Registry(feed)
    made = PrivateRoom("Plans", "for the summer", maker="ada")
    feed.append(stating(made.fact("@a")))
    assert registry.room("@a") == made
    feed.append(stating(PrivateRoom("Plans").fact("@a")))
    assert registry.room("@a") == PrivateRoom("Plans")
    feed.append(stating(PrivateRoom.gone("@a")))
    assert registry.room("@a") is None


def test_what_is_as_usual_is_not_written_and_what_is_not_known_is_passed_over() -> None:
    assert PrivateRoom("Plans").fact("@a") == Fact("room", "@a", {"title": "Plans"})
    assert PrivateRoom.of({"title": "Plans", "colour": "red"}) == PrivateRoom("Plans")


def test_it_is_the_same_after_a_restart_and_in_another_process(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    with opened(path) as feed:
        feed.append(stating(joins("@a", "ada"), joins("@a", "bob")))
        feed.append(stating(leaves("@a", "bob"), PrivateRoom("Plans").fact("@a")))
    with opened(path) as feed, opened(path, DeafBus) as other:
        registry = Registry(feed)
        assert registry.scope("ada") == PUBLIC.further(["@a"])
        assert registry.scope("bob") == PUBLIC
        assert registry.room("@a") == PrivateRoom("Plans")
        other.append(stating(leaves("@a", "ada")))
        soon(lambda: registry.scope("ada") == PUBLIC)


def test_a_private_room_has_a_name_that_nobody_guesses_and_a_key_gives_again() -> None:
    names = {new_name("token", None) for _ in range(100)} | {new_name("token", "k")}
    assert len(names) == 101
    assert all(is_private(name) and len(name) == 27 and " " not in name for name in names)
    assert new_name("token", "k") == new_name("token", "k") != new_name("other", "k")


def test_the_same_people_have_the_same_conversation_whoever_begins() -> None:
    assert direct_name(frozenset({"ada", "bob"})) == direct_name(frozenset({"bob", "ada"}))
    assert direct_name(frozenset({"ada", "bob"})) != direct_name(frozenset({"ada", "eve"}))


def test_who_was_removed_reads_nothing_and_a_helper_what_was_done(feed: Feed) -> None:
    registry = Registry(feed)
    told: list[str] = []
    registry.listen(lambda *members: told.extend(members))
    feed.append(stating(joins("@a", "ada"), Conduct(role="helper", hidden=True).fact("ada")))
    assert registry.scope("ada") == PUBLIC.further(["@a", "@host"])
    assert registry.hidden == {"ada"}
    feed.append(stating(Conduct(removed=True).fact("ada")))
    assert registry.scope("ada") == NOTHING
    assert (registry.hidden, registry.conduct("ada")) == (frozenset(), Conduct(removed=True))
    feed.append(stating(Conduct.gone("ada")))
    assert registry.scope("ada") == PUBLIC.further(["@a"])
    assert told == ["ada"] * 3


def test_a_room_that_was_removed_is_in_nobodys_scope(feed: Feed) -> None:
    registry = Registry(feed)
    feed.append(draft(room="side"))
    feed.append(draft(room="other"))
    feed.append(stating(joins("@a", "ada"), Rules(removed=True).fact("side")))
    for scope in (registry.scope(None), registry.scope("ada"), registry.scope("bob")):
        assert [room.name for room in feed.rooms(scope)] == ["lobby", "other"]
        for read in (feed.since(0, scope, 9), feed.recent(0, scope, 9)):
            assert read is not None
            assert {entry.room for entry in read.entries} == {"lobby", "other"}
        assert feed.before("side", None, 9, scope).entries == ()
    feed.append(stating(Rules.gone("side")))
    assert registry.scope("bob").holds("side")
