"""What is decided about a room: what it is called, who may talk in it, and whether it is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from appliance.chat.actor import Actor, check_host, check_keeper
from appliance.chat.acts import find_act, write_act
from appliance.chat.done import done
from appliance.chat.moderation import switch
from appliance.chat.names import ACTS, LOBBY
from appliance.chat.private_rooms import LONGEST_TITLE, LONGEST_TOPIC
from appliance.chat.room import RoomUnknown
from appliance.chat.standing.conduct import KEEPERS
from appliance.chat.standing.membership import Membership, membership_name
from appliance.chat.standing.private_link import PrivateLink
from appliance.chat.standing.private_room import PrivateRoom
from appliance.chat.standing.registry import Registry
from appliance.chat.standing.rules import NONE, Rules
from appliance.chat.text import clean
from appliance.errors import BadInput, Refused
from appliance.feed.contract import Feed
from appliance.feed.entry import Draft
from appliance.feed.facts import Fact
from appliance.feed.scope import EVERYTHING, is_private
from appliance.invisible import shows

SLOWEST: Final = 3_600
"""Seconds between two messages of one member in a slow room, at most."""

FIELDS: Final = ("title", "topic", "readonly", "slow", "archived")

WORDS: Final = frozenset({"title", "topic"})
"""Of these, what somebody says by them, who may be muted."""


class RoomOrder:
    """Changes rooms. Who asks may read the room: that was found out before."""

    def __init__(self, feed: Feed, registry: Registry) -> None:
        self._feed = feed
        self._registry = registry

    def change(self, keeper: Actor, room: str, wanted: Mapping[str, Any]) -> int | None:
        """Let `room` be as `wanted` has it; the last entry's id, None where it was so.

        Raises BadInput, TooLong, Refused and RoomUnknown, and then nothing is another.
        """
        self._check(keeper, room)
        values = {name: _value(name, wanted[name]) for name in FIELDS if name in wanted}
        for field, value in values.items():
            self._fact(room, field, value)  # before the first is changed: any may be refused
        number = None
        for field, value in values.items():
            fact = self._fact(room, field, value)
            fields = {"what": field, field: value}
            if fact is not None:
                number = self._tell(keeper, room, fields, [fact])
            else:
                number = self._find(keeper, room, fields) or number
        return number

    def remove(self, keeper: Actor, room: str) -> int:
        """Take `room` from every list, scope and answer. Its name stays taken, and what was said
        stays on disk until it is erased there.

        Raises Refused and RoomUnknown.
        """
        check_host(keeper.role)
        self._check(keeper, room)
        if room == LOBBY:
            raise Refused("lobby-stays")
        gone = replace(self._registry.rules(room), removed=True).fact(room)
        number = self._tell(keeper, room, {"what": "removed"}, [gone])
        self._empty(room)
        return number

    def told(self, room: str) -> dict[str, Any]:
        """What holds of a room, as lists of rooms tell it."""
        rules = self._registry.rules(room)
        named = self._registry.room(room) or rules
        return {
            "title": named.title,
            "topic": named.topic,
            "readonly": rules.readonly,
            "slow": rules.slow,
            "archived": rules.archived,
        }

    def _check(self, keeper: Actor, room: str) -> None:
        if room == ACTS:
            raise Refused("room-acts")
        if not self._registry.keeps_order(keeper.member, keeper.role, room):
            check_keeper(keeper.role)
        private = self._registry.room(room)
        if is_private(room) and private is None:
            raise RoomUnknown("room-unknown")
        if not is_private(room) and room != LOBBY and not self._feed.has_room(room, EVERYTHING):
            raise RoomUnknown("room-unknown")

    def _fact(self, room: str, field: str, value: Any) -> Fact | None:
        """None where it is so."""
        private = self._registry.room(room)
        if private is not None and field in WORDS:
            if private.direct and field == "title":
                raise Refused("direct-fixed")
            if field == "title" and not shows(value):  # it has no other name that people know
                raise BadInput("title-empty")
            changed = replace(private, **{field: value})
            return None if changed == private else changed.fact(room)
        rules = self._registry.rules(room)
        now = replace(rules, **{field: value})
        if now == rules:
            return None
        return Rules.gone(room) if now == NONE else now.fact(room)

    def _empty(self, room: str) -> None:
        """Let go of what is kept of a private room that nobody reads any more. Behind its removal:
        whoever is taken out of a room hears nothing more of it, and the last word is that it goes.
        """
        if not is_private(room):
            return
        links, people = self._registry.links(room), self._registry.members(room)
        facts = (
            PrivateRoom.gone(room),
            *map(PrivateLink.gone, links),
            *(Membership.gone(membership_name(room, member)) for member in people),
        )
        self._feed.append(Draft(room, "room", "", "", {"what": "emptied"}, facts=facts))

    def _tell(self, keeper: Actor, room: str, fields: Mapping[str, Any], facts: list[Fact]) -> int:
        """In the room, and in the book of acts. Of a private room that has only what was done."""
        if _is_own(keeper, room):
            draft = keeper.act(room, "room", fields, room)
            return self._feed.append(draft._replace(facts=tuple(facts))).id
        act = _of_act(room, fields)
        return write_act(self._feed, keeper, "room", act, facts, told_in=room, told=fields)

    def _find(self, keeper: Actor, room: str, fields: Mapping[str, Any]) -> int | None:
        """The entry of what was done before under the same key."""
        if not _is_own(keeper, room):
            return find_act(self._feed, keeper, "room", _of_act(room, fields))
        return done(self._feed, keeper.act(room, "room", fields, room))


def _is_own(keeper: Actor, room: str) -> bool:
    """Whether it is a matter of that room alone."""
    return is_private(room) and keeper.role not in KEEPERS


def _of_act(room: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """What others who keep order are told: of a private room not which, nor what stands in it."""
    return {"what": fields["what"]} if is_private(room) else {"in": room, **fields}


def _value(field: str, value: object) -> object:
    if field == "slow":
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 5:
            value = int(value)
        # What is no number, and what is endless, is not between either.
        if not isinstance(value, int | float) or not 0 <= value <= SLOWEST or value != int(value):
            raise BadInput("slow-wrong", most=SLOWEST)
        return int(value)
    if field in {"readonly", "archived"}:
        return switch(field, value)
    longest = LONGEST_TITLE if field == "title" else LONGEST_TOPIC
    return clean(value, field, longest, lines=False)
