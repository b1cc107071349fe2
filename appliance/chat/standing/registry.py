"""The registry: who is in which private room, and what each member may read because of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from appliance.chat.standing.membership import Membership, membership_of
from appliance.chat.standing.private_link import PrivateLink
from appliance.chat.standing.private_room import PrivateRoom
from appliance.feed.contract import Feed
from appliance.feed.facts import Fact
from appliance.feed.scope import PUBLIC, Scope

Concerned = Callable[[str], object]
"""Called with the public id of a member whose scope has changed; must not block."""


class Registry:
    """Folded from the feed's facts, and asked without waiting.

    What it keeps beside them is how to find them, as many as there are: the feed bounds both.
    """

    def __init__(self, feed: Feed) -> None:
        self._facts = feed.facts
        self._people: dict[str, dict[str, Membership]] = {}
        self._rooms: dict[str, dict[str, Membership]] = {}
        self._links: dict[str, dict[str, PrivateLink]] = {}
        self._led_to: dict[str, str] = {}
        self._listeners: list[Concerned] = []
        # What is found by more than its name: each says of a fact whose scope it changes.
        self._folds: dict[str, Callable[[Fact], Iterable[str]]] = {
            Membership.noun: self._membership,
            PrivateLink.noun: self._link,
        }
        self._facts.listen(self._hear)
        for noun in self._folds:
            self._hear([Fact(noun, name, value) for name, value in self._facts.of(noun).items()])

    def room(self, name: str) -> PrivateRoom | None:
        """What is so of a private room; None where there is none."""
        value = self._facts.value(PrivateRoom.noun, name)
        return None if value is None else PrivateRoom.of(value)

    @property
    def rooms(self) -> int:
        """How many private rooms there are."""
        return len(self._facts.of(PrivateRoom.noun))

    def members(self, room: str) -> Mapping[str, Membership]:
        """Who is in a private room, by public ids."""
        return MappingProxyType(self._people.get(room, {}))

    def link(self, id_: str) -> PrivateLink | None:
        """The invitation of this id, open or not."""
        value = self._facts.value(PrivateLink.noun, id_)
        return None if value is None else PrivateLink.of(value)

    def links(self, room: str) -> Mapping[str, PrivateLink]:
        """The invitations to a private room, by their ids."""
        return MappingProxyType(self._links.get(room, {}))

    def scope(self, member: str | None) -> Scope:
        """What a member may read; None is somebody who is none, and has nothing private."""
        rooms = () if member is None else self._rooms.get(member, ())
        return PUBLIC.further(rooms) if rooms else PUBLIC

    def listen(self, concerned: Concerned) -> None:
        """Call it for each whose scope changes, once the new one is in force."""
        self._listeners.append(concerned)

    def _hear(self, news: Sequence[Fact]) -> None:
        """May hear the same again, after a listener failed: then it is told again as well."""
        concerned = {
            member: None
            for fact in news
            if fact.noun in self._folds
            for member in self._folds[fact.noun](fact)
        }
        for member in concerned:
            for listener in self._listeners:
                listener(member)

    def _membership(self, fact: Fact) -> Iterable[str]:
        room, member = membership_of(fact.name)
        for index, of, what in ((self._people, room, member), (self._rooms, member, room)):
            if fact.value is not None:
                index.setdefault(of, {})[what] = Membership.of(fact.value)
            elif of in index:
                index[of].pop(what, None)
                if not index[of]:  # or it would be larger than the facts are
                    del index[of]
        return (member,)

    def _link(self, fact: Fact) -> Iterable[str]:
        if fact.value is not None:
            link = PrivateLink.of(fact.value)
            self._links.setdefault(link.room, {})[fact.name] = link
            self._led_to[fact.name] = link.room
        elif room := self._led_to.pop(fact.name, ""):
            del self._links[room][fact.name]
            if not self._links[room]:
                del self._links[room]
        return ()
