"""The registry: who is past the door, who is in which private room, and who may read what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from appliance.chat.names import ACTS
from appliance.chat.standing.bot_token import BotToken
from appliance.chat.standing.bots import Bot, Bots
from appliance.chat.standing.conduct import HELPER, KEEPERS, USUAL, Conduct
from appliance.chat.standing.door import Door, Past, Waiting, is_door, puts_out
from appliance.chat.standing.membership import Membership, membership_of
from appliance.chat.standing.private_link import PrivateLink
from appliance.chat.standing.private_room import PrivateRoom
from appliance.chat.standing.rules import NONE, Rules
from appliance.feed.contract import Feed
from appliance.feed.facts import Fact
from appliance.feed.scope import NOTHING, PUBLIC, Scope

Concerned = Callable[..., object]
"""Called with the public ids of members whose scope has changed, all at once: of a room that goes
there may be thousands, and each call may look at all who wait. Must not block."""

AtTheDoor = Callable[[bool], object]
"""Called after somebody came past the door, or waits there, or it was set another way: with whether
any may be outside by now who were not. Must not block."""


_OPEN: Final = Door()


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
        self.bots = Bots()
        self._public = PUBLIC
        self._hidden: frozenset[str] = frozenset()
        self._listeners: list[Concerned] = []
        self._door_listeners: list[AtTheDoor] = []
        # What is found by more than its name: each says of a fact whose scope it changes.
        self._folds: dict[str, Callable[[Fact], Iterable[str]]] = {
            Membership.noun: self._membership,
            PrivateLink.noun: self._link,
            BotToken.noun: self.bots.fold,
            Conduct.noun: self._conduct,
            Rules.noun: self._rules,
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

    def rooms_of(self, member: str) -> Collection[str]:
        """The private rooms that a member is in, also one who may read nothing now."""
        return self._rooms.get(member, ())

    def link(self, id_: str) -> PrivateLink | None:
        """The invitation of this id, open or not."""
        value = self._facts.value(PrivateLink.noun, id_)
        return None if value is None else PrivateLink.of(value)

    def links(self, room: str) -> Mapping[str, PrivateLink]:
        """The invitations to a private room, by their ids."""
        return MappingProxyType(self._links.get(room, {}))

    @property
    def door(self) -> Door:
        """How the door stands."""
        return next(map(Door.of, self._facts.of(Door.noun).values()), _OPEN)

    def is_past(self, member: str | None) -> bool:
        """Whether a member is past the door; None is somebody who is none, and is so only while it
        is open. The host is past it whatever is said here, and so are bots, whom the host let in.
        """
        if self.door.open or member is None:
            return self.door.open
        return member in self._facts.of(Past.noun) or member in self.bots.all

    def people_past(self) -> Collection[str]:
        """Those who were let past the door, or were kept when it was closed."""
        return self._facts.of(Past.noun)

    def let_in_as(self, member: str) -> str:
        """The name under which somebody was let in; empty where nobody let them in."""
        past = self._facts.of(Past.noun).get(member)
        return "" if past is None else Past.of(past).nick

    def waiting(self) -> Mapping[str, Waiting]:
        """Those who asked to come in, also who was refused, by their public ids."""
        found = self._facts.of(Waiting.noun)
        return {member: Waiting.of(value) for member, value in found.items()}

    def scope(self, member: str | None, *, host: bool = False) -> Scope:
        """What a member may read; None is somebody who is none, and has nothing private. Before the
        door that is nothing, but for the `host`, who reads what was done to keep order as well.
        """
        if host:
            return self._inside(member).further([ACTS])
        return self._inside(member) if self.is_past(member) else NOTHING

    def _inside(self, member: str | None) -> Scope:
        """As `scope`, for somebody past the door."""
        if member is None:
            return self._public
        conduct = self.conduct(member)
        if conduct.removed:
            return NOTHING
        rooms = (*self._rooms.get(member, ()), *((ACTS,) if conduct.role == HELPER else ()))
        token = self.bots.all.get(member)
        if token is not None:
            return token.reads(rooms)._replace(without=self._public.without)
        return self._public.further(rooms) if rooms else self._public

    def keeps_order(self, member: str, role: str, room: str) -> bool:
        """Whether somebody keeps order in `room`: host, helpers, and whoever made a private one."""
        private = self.room(room)
        return role in KEEPERS or (private is not None and private.maker == member)

    def conduct(self, member: str) -> Conduct:
        """How a member stands with the host."""
        value = self._facts.value(Conduct.noun, member)
        return USUAL if value is None else Conduct.of(value)

    @property
    def conducts(self) -> Collection[str]:
        """Of whom something is known but the usual."""
        return self._facts.of(Conduct.noun)

    @property
    def hidden(self) -> frozenset[str]:
        """Whose words are folded away for everybody."""
        return self._hidden

    def rules(self, room: str) -> Rules:
        """What was decided about a room, be it there or not."""
        value = self._facts.value(Rules.noun, room)
        return NONE if value is None else Rules.of(value)

    def posts(self, bot: Bot) -> Scope:
        """Where a bot may post."""
        held = bot.token.posts(self._rooms.get(bot.member, ()))
        return held._replace(without=self._public.without)

    def listen(self, concerned: Concerned) -> None:
        """Call it for those whose scope changes, once the new one is in force."""
        self._listeners.append(concerned)

    def listen_at_the_door(self, listener: AtTheDoor) -> None:
        """Call it whenever something is another there. What everybody may read can be another then:
        that is told here and not for each.
        """
        self._door_listeners.append(listener)

    def _hear(self, news: Sequence[Fact]) -> None:
        """May hear the same again, after a listener failed: then it is told again as well."""
        concerned = {
            member: None
            for fact in news
            if fact.noun in self._folds
            for member in self._folds[fact.noun](fact)
        }
        for listener in self._listeners if concerned else ():
            listener(*concerned)
        if any(map(is_door, news)):
            narrower = any(map(puts_out, news))
            for at_the_door in self._door_listeners:
                at_the_door(narrower)

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

    def _conduct(self, fact: Fact) -> Iterable[str]:
        hidden = fact.value is not None and Conduct.of(fact.value).hidden
        self._hidden = self._hidden | {fact.name} if hidden else self._hidden - {fact.name}
        return (fact.name,)

    def _rules(self, fact: Fact) -> Iterable[str]:
        """Concerns nobody who waits: in a room that was removed nothing is said any more."""
        removed = fact.value is not None and Rules.of(fact.value).removed
        less = self._public.without
        less = less | {fact.name} if removed else less - {fact.name}
        self._public = PUBLIC._replace(without=less)
        return ()
