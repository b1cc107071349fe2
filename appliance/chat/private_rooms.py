"""Rooms that only who is in them knows of, and conversations of a fixed set of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from appliance.chat.actor import Actor
from appliance.chat.done import done
from appliance.chat.makers import Makers
from appliance.chat.member import is_public_id, is_visitors
from appliance.chat.room import RoomUnknown
from appliance.chat.senders import Maker
from appliance.chat.standing.membership import Membership, membership_name
from appliance.chat.standing.private_link import PrivateLink
from appliance.chat.standing.private_room import PrivateRoom, direct_name, new_name
from appliance.chat.standing.registry import Registry
from appliance.chat.text import clean
from appliance.errors import BadInput, Problem, Refused, TooManyRooms
from appliance.feed.contract import Feed, Receipt
from appliance.feed.entry import Draft
from appliance.feed.facts import Fact
from appliance.invisible import shows

LONGEST_TITLE: Final = 64
"""Characters of what a private room is called."""

LONGEST_TOPIC: Final = 250
"""Characters of what it is about."""

MOST: Final = 10_000
"""Private rooms and conversations; one more is refused. They count apart from the public rooms,
which everybody sees in a list."""

MOST_PEOPLE: Final = 1_000
"""Members of one private room; who would add one more is told so."""

MOST_DIRECT: Final = 10
"""People of one conversation, with who begins it: beyond that it is a room."""


class TooManyPeople(Problem):
    """One more was to be in a room than may be."""

    status = 409
    title = "Too many people"


class PrivateRooms:
    """What may be done with private rooms, by whom. All of it is kept in the feed as entries of the
    room itself, with the facts that hold from then on.
    """

    def __init__(self, feed: Feed, registry: Registry) -> None:
        self._feed = feed
        self._registry = registry
        self._makers = Makers(MOST)

    def make(
        self,
        person: Actor,
        title: object,
        topic: object = "",
        key: str | None = None,
        *,
        maker: Maker | None = None,
    ) -> Receipt:
        """A new room with nobody but `person` in it.

        Raises BadInput, TooLong, TooManyRooms, TooFast, StorageProblem, and Refused for somebody
        who is no member.
        """
        check_member(person)
        room = PrivateRoom(_title(title), _topic(topic), maker=person.member)
        name = new_name(person.token, key)
        draft = Draft(name, "room", person.nick, person.member, _made(room), key, person.named)
        return self._begin(draft, room, [person.member], maker)

    def direct(
        self, person: Actor, members: object, *, maker: Maker | None = None
    ) -> tuple[str, bool]:
        """The conversation of `person` with these people, and whether it is new. Raises what `make`
        does.
        """
        check_member(person)
        people = frozenset([person.member, *_members(members)])
        if len(people) < 2:
            raise BadInput("direct-alone")
        if len(people) > MOST_DIRECT:
            raise BadInput("direct-crowd", most=MOST_DIRECT)
        name = direct_name(people)
        if self._registry.room(name) is not None:
            return name, False
        # Nobody's own, so that two who begin it at once begin one.
        room = PrivateRoom(direct=True)
        draft = Draft(name, "room", "", "", _made(room), f"direct {name}", person.named)
        return name, self._begin(draft, room, sorted(people), maker).new

    def add(self, person: Actor, room: str, member: str, key: str | None = None) -> int | None:
        """Let `member` in: the entry's number, None for who is in it already. Raises RoomUnknown,
        BadInput, Refused or TooManyPeople.
        """
        if known := done(self._feed, _change(person, room, member, "joined", key)):
            return known
        self.open_room(person, room)
        _check_id(member)
        if member in self._registry.members(room):
            return None
        self.check_space(room)
        return self._tell(person, room, member, "joined", key)

    def take_out(self, person: Actor, room: str, member: str, key: str | None = None) -> int | None:
        """Whoever made the room takes `member` out, everybody themselves; the room goes with the
        last one. The entry's number, None for who is not in it. Raises RoomUnknown or Refused.
        """
        what = "left" if member == person.member else "removed"
        # Who has left and asks again is not in the room any more, and did it.
        if known := done(self._feed, _change(person, room, member, what, key)):
            return known
        found = self.open_room(person, room)
        if person.member not in {found.maker, member}:
            raise Refused("not-the-maker")
        if member not in self._registry.members(room):
            return None
        return self._tell(person, room, member, what, key)

    def open_room(self, person: Actor, room: str) -> PrivateRoom:
        """The room, if its people may change and `person` is one of them. Raises RoomUnknown or
        Refused.
        """
        found, _ = self.people(person, room)
        if found.direct:
            raise Refused("direct-fixed")
        return found

    def people(self, person: Actor, room: str) -> tuple[PrivateRoom, Mapping[str, Membership]]:
        """The room, and who is in it, for somebody who is. Raises RoomUnknown."""
        found = self._registry.room(room)
        if found is None or not self._registry.scope(person.member).holds(room):
            raise RoomUnknown("room-unknown")
        return found, self._registry.members(room)

    def check_space(self, room: str) -> None:
        """Raise TooManyPeople where nobody else may come in."""
        if len(self._registry.members(room)) >= MOST_PEOPLE:
            raise TooManyPeople("room-people", most=MOST_PEOPLE)

    def _begin(
        self, draft: Draft, room: PrivateRoom, people: Iterable[str], maker: Maker | None
    ) -> Receipt:
        known = self._registry.room(draft.room)
        if known is None:
            self._admit(maker)
        inside = [Membership(draft.member).fact(membership_name(draft.room, one)) for one in people]
        facts = (room.fact(draft.room), *inside, *draft.facts)
        receipt = self._feed.append(draft._replace(facts=facts))
        if receipt.new and maker is not None:
            self._makers.made(maker)
        return receipt

    def _admit(self, maker: Maker | None) -> None:
        if maker is not None:
            self._makers.admit(maker)
        if self._registry.rooms >= MOST:
            raise TooManyRooms("rooms-full", most=MOST)

    def _tell(self, person: Actor, room: str, member: str, what: str, key: str | None) -> int:
        name = membership_name(room, member)
        if what == "joined":
            facts = [Membership(person.member).fact(name)]
        else:
            facts = [Membership.gone(name), *self._ends(room, member, what)]
        draft = _change(person, room, member, what, key)
        return self._feed.append(draft._replace(facts=(*facts, *person.named))).id

    def _ends(self, room: str, member: str, what: str) -> Iterable[Fact]:
        """What goes with a member. Who is taken out may know links: those that they made, and those
        for many, which may have brought them here. By these they would be back at once.
        """
        last = set(self._registry.members(room)) == {member}
        if last:
            yield PrivateRoom.gone(room)
        for id_, link in self._registry.links(room).items():
            if last or (what == "removed" and (link.by == member or not link.once)):
                yield PrivateLink.gone(id_)


def _change(person: Actor, room: str, member: str, what: str, key: str | None) -> Draft:
    """Of who is in a room."""
    fields = {"who": member, "what": what}
    return Draft(room, "member", person.nick, person.member, fields, key)


def _made(room: PrivateRoom) -> dict[str, str]:
    """What is told to those who are in it: the first that they hear of it is this."""
    return {"what": "made", "title": room.title} if room.title else {"what": "made"}


def _title(value: object) -> str:
    title = clean(value, "title", LONGEST_TITLE, lines=False)
    if not shows(title):
        raise BadInput("title-empty")
    return title


def _topic(value: object) -> str:
    return clean(value, "topic", LONGEST_TOPIC, lines=False)


def _members(value: object) -> list[str]:
    if not isinstance(value, list) or len(value) > MOST_DIRECT:
        raise BadInput("direct-crowd", most=MOST_DIRECT)
    for member in value:
        _check_id(member)
    return value


def _check_id(member: object) -> None:
    if not is_public_id(member):
        raise BadInput("member-unknown")


def check_member(person: Actor) -> None:
    """Who has no cookie may be several people at one address."""
    if is_visitors(person.token):
        raise Refused("members-only")
