"""Who is here when the door is closed stays inside, and others need not wait for it."""

from __future__ import annotations

from appliance.chat.actor import Actor
from appliance.chat.doorkeeper import Doorkeeper
from appliance.chat.names import ACTS, PROGRAM
from appliance.chat.regulars import AT_ONCE, Regulars
from appliance.chat.standing.registry import Registry
from appliance.feed.contract import SLICE_ENTRIES
from appliance.feed.entry import Draft
from tests.chat.memory import TIME, ListFeed

HOST = Actor("host", "Hanna")


def said(member: str, kind: str = "message") -> Draft:
    return Draft("lobby", kind, "", member, {"message": "hello"})


def test_those_who_speak_while_it_is_found_out_are_kept_too() -> None:
    feed = ListFeed()
    registry = Registry(feed)
    feed.append_together([said(f"m{number}") for number in range(3 * SLICE_ENTRIES)])
    feed.append_together([said("asked", "door"), said("")])
    late: list[str] = []

    def pause() -> None:
        late.append(f"late{len(late)}")
        feed.append(said(late[-1]))

    regulars = Regulars(feed, registry, lambda: ["here"], pause)
    Doorkeeper(feed, registry, lambda: TIME, regulars).set(HOST, "locked")
    assert len(late) >= 3
    everybody = {"host", "here", *late, *(f"m{number}" for number in range(3 * SLICE_ENTRIES))}
    assert set(registry.people_past()) == everybody
    assert max(len(draft.facts) for draft in feed.drafts) <= AT_ONCE + 2
    assert [draft.room for draft in feed.drafts if draft.facts][-2:] == [PROGRAM, ACTS]
    told = feed.drafts[-1]
    assert (told.room, told.fields["mode"], told.member) == (ACTS, "locked", "host")


def test_who_was_kept_once_is_not_kept_again_and_who_is_dropped_is_outside() -> None:
    feed = ListFeed()
    registry = Registry(feed)
    feed.append_together([said("ada"), said("bob")])
    keeper = Doorkeeper(feed, registry, lambda: TIME, Regulars(feed, registry, lambda: ()))
    for mode in ("locked", "open", "approve"):
        keeper.set(HOST, mode)
    assert set(registry.people_past()) == {"host", "ada", "bob"}
    assert [fact.noun for fact in feed.drafts[-1].facts] == ["door", "past"]
    keeper.set(HOST, "locked", drop=True)
    assert set(registry.people_past()) == {"host"}
