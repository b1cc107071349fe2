"""What is done to messages that were said, by those whom only an address and a name tell apart."""

from __future__ import annotations

import pytest

from appliance.chat.actor import Actor
from appliance.chat.chat import Chat
from appliance.chat.kinds.table import FOLDS
from appliance.chat.message_changes import MessageChanges
from appliance.chat.moment import seconds_until
from appliance.chat.standing.registry import Registry
from appliance.errors import Refused
from appliance.feed.scope import PUBLIC
from tests.chat.limits import limits
from tests.chat.memory import TIME, ListFeed

VISITOR = "a" * 64


def test_a_visitors_key_is_another_for_each_thing_that_is_done_under_it() -> None:
    feed = ListFeed(FOLDS)
    chat = Chat(feed, limits())
    changes = MessageChanges(chat, feed, Registry(feed), lambda: seconds_until(TIME, 0))
    said = chat.post(VISITOR, "Ada", "helo", key="1").id
    actor = Actor.of(VISITOR, "Ada")._replace(key="1")
    for _ in range(2):
        assert changes.edit(actor, changes.find(said, PUBLIC), "hello") == 2
        assert changes.react(actor, changes.find(said, PUBLIC), "\U0001f44d", on=True) == 3
    now = changes.told(said, PUBLIC)
    assert (now["message"], list(now["reactions"].values())) == ("hello", [[actor.member]])


def test_what_is_sent_again_is_answered_as_before_also_by_who_may_not_do_it_any_more() -> None:
    feed = ListFeed(FOLDS)
    chat, registry = Chat(feed, limits()), Registry(feed)
    now = seconds_until(TIME, 0)
    early = MessageChanges(chat, feed, registry, lambda: now)
    late = MessageChanges(chat, feed, registry, lambda: now + 1e6)
    said = chat.post(VISITOR, "Ada", "helo").id
    ada = Actor.of(VISITOR, "Ada")._replace(key="1")
    edited = early.edit(ada, early.find(said, PUBLIC), "hello")
    assert late.edit(ada, late.find(said, PUBLIC), "hello") == edited
    with pytest.raises(Refused, match="these are over"):
        late.edit(ada._replace(key="2"), late.find(said, PUBLIC), "hello")
    keeper = Actor.of("b" * 64, "Eve", ())._replace(role="helper", key="1")
    deleted = early.delete(keeper, early.find(said, PUBLIC))
    former = keeper._replace(role="")
    assert early.delete(former, early.find(said, PUBLIC)) == deleted
    with pytest.raises(Refused, match="who keeps order"):
        early.delete(former._replace(key="2"), early.find(said, PUBLIC))
