"""Acts of host and helpers: entries of a room only they read, and a word where each is felt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from appliance.chat.actor import Actor
from appliance.chat.done import done
from appliance.chat.names import ACTS
from appliance.feed.contract import Feed
from appliance.feed.entry import Draft
from appliance.feed.facts import Fact


def write_act(
    feed: Feed,
    keeper: Actor,
    kind: str,
    fields: Mapping[str, Any],
    facts: Iterable[Fact],
    *,
    told_in: str,
    told: Mapping[str, Any] | None = None,
) -> int:
    """The entry that says what was done by whom, and with which these facts hold; and with it one
    in the room where those are whom it concerns, and who wonders why. Not by whom: that is between
    host and helpers.
    """
    word = Draft(told_in, kind, "", "", fields if told is None else told)
    act = keeper.act(ACTS, kind, fields)._replace(facts=tuple(facts), beside=(word,))
    return feed.append(act).id


def find_act(feed: Feed, keeper: Actor, kind: str, fields: Mapping[str, Any]) -> int | None:
    """The entry of an act that was done before under the same key."""
    return done(feed, keeper.act(ACTS, kind, fields))
