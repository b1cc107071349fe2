"""What is done to messages that were said, by those whom only an address and a name tell apart."""

from __future__ import annotations

from appliance.chat.actor import Actor
from appliance.chat.chat import Chat
from appliance.chat.kinds.table import FOLDS
from appliance.chat.message_changes import MessageChanges
from appliance.chat.moment import seconds_until
from appliance.chat.standing.registry import Registry
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
