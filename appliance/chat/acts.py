"""Acts of host and helpers: entries of a room only they read, and a word where each is felt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from appliance.chat.actor import Actor
from appliance.chat.names import ACTS
from appliance.feed.contract import Feed
from appliance.feed.entry import Draft, bound
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
    act = _act(keeper, kind, fields)._replace(facts=tuple(facts), beside=(word,))
    return feed.append(act).id


def find_act(feed: Feed, keeper: Actor, kind: str, fields: Mapping[str, Any]) -> int | None:
    """The entry of an act that was done before under the same key."""
    found = feed.find(_act(keeper, kind, fields))
    return None if found is None else found.id


def _act(keeper: Actor, kind: str, fields: Mapping[str, Any]) -> Draft:
    # One request may be several acts.
    key = keeper.key and bound(keeper.key, kind, *map(str, fields.values()))
    return Draft(ACTS, kind, keeper.nick, keeper.member, fields, key)
