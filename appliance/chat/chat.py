"""The chat itself: what may be said, where, and what there is to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from appliance.chat.member import is_visitors, public_id
from appliance.chat.mentions import Finder, Named, Utterance, meant, nobody
from appliance.chat.moment import now
from appliance.chat.names import ACTS, LOBBY
from appliance.chat.new_rooms import NewRooms
from appliance.chat.people import People
from appliance.chat.room import RoomUnknown, typed_name
from appliance.chat.senders import Maker
from appliance.chat.spellings import Spellings
from appliance.chat.text import clean, clean_nick
from appliance.errors import BadInput, OtherChat, Problem
from appliance.feed.contract import (
    OURSELVES,
    SLICE_ENTRIES,
    Feed,
    Reader,
    Receipt,
    RoomSummary,
    Slice,
    Vicinity,
)
from appliance.feed.entry import Draft, bound
from appliance.feed.folding import EntryUnknown
from appliance.feed.numbers import number_of
from appliance.feed.scope import PUBLIC, Scope, is_private
from appliance.invisible import MOST_MARKS, crowded, shows

LONGEST_KEY: Final = 64
"""Characters in a sender's key."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of everything: characters of a message and a nick, and rooms."""

    message: int
    nick: int
    rooms: int
    edit: float
    """Seconds for which one may edit what one said; 0 for not at all, infinity for ever."""


class Chat:
    """Checks what comes in, appends it to the feed, and reads it back."""

    def __init__(self, feed: Feed, limits: Limits, now: Callable[[], str] = now) -> None:
        self._feed = feed
        self.people = People(feed.facts, now)
        self._new_rooms = NewRooms(feed, limits.rooms)
        self._spellings = Spellings(feed)
        self.limits = limits
        self.named_in: Finder = nobody
        """Whom a text names; set once it is known who is here."""

    def post(
        self,
        token: str,
        nick: object,
        message: object,
        room: object = LOBBY,
        key: object = None,
        *,
        log: object = None,
        maker: Maker | None = None,
        scope: Scope = PUBLIC,
        bot: bool = False,
        act: bool = False,
        reply: object = None,
        mentions: object = None,
        role: str = "",
        files: Sequence[Mapping[str, Any]] = (),
        reader: Reader = OURSELVES,
        admit: Callable[[str], object] = lambda room: None,
    ) -> Receipt:
        """Say `message` in `room`; returns once it is on disk. `log` is the identity of the chat it
        is meant for, if its sender knows that. `maker` is whose room it is if it is
        new, None for somebody without a limit of their own. `bot` says that no person says it,
        `act` that it tells what they do: “waves” of Ada is “Ada waves”. `reply` is the number of
        the message in the same room that it answers. `mentions` are members by names that stand in
        it, as far as the sender knows whom they mean, whose `role` says what order they keep.
        `files` are those that come with it, as the entry is to tell them: then there need be no
        words.
        `admit` is called with the room, and raises where the sender may say nothing in it; what was
        stored before is acknowledged again.

        Raises BadInput, TooLong, TooManyRooms, LooksTheSame or EntryUnknown for what cannot be
        accepted, TooFast or StorageProblem for what may be sent again, KeyTaken for a key that the
        member used for other words, OtherChat for what is not meant for this one, NameTaken for a
        name that is another's alone.
        """
        self.check_meant(log)
        draft = Draft(
            room=self.room(room, scope),
            kind="message",
            nick=self.nick(nick),
            member=public_id(token),
            fields=self._said(message, files) | _signs(bot=bot, act=act),
            key=self.key(key),
        )
        draft = draft if reply is None else self._answering(draft, reply, scope, reader)
        # Nobody but the bot itself is called so; and what it is called is known by its token.
        draft = draft if bot else self._named(draft, token)
        said = Utterance(draft.fields["message"], draft.room, draft.member, role, meant(mentions))
        draft = calling(draft, self.named_in(said))
        try:
            admit(draft.room)
        except Problem:
            if found := self._feed.find(draft, reader):
                return found
            raise
        made = None if self._is_there(draft.room) else self._new_rooms.make(draft, maker)
        return made or self._feed.append(draft)

    def make(
        self,
        token: str,
        nick: object,
        name: object,
        key: object = None,
        *,
        maker: Maker | None = None,
        reader: Reader = OURSELVES,
        scope: Scope = PUBLIC,
    ) -> Receipt | None:
        """Make the room that somebody means who typed `name`. None if it is there, and was not
        made by this member under this key: see `room`.

        Raises what `post` does.
        """
        draft = Draft(
            room=self.room(typed_name(name), scope),
            kind="room",
            nick=self.nick(nick),
            member=public_id(token),
            fields={"what": "made"},
            key=self.key(key),
        )
        draft = self._named(draft, token)
        made = None if self._is_there(draft.room) else self._new_rooms.make(draft, maker)
        return made or self._feed.find(draft, reader)

    def rename(
        self,
        token: str,
        nick: object,
        room: object = LOBBY,
        key: object = None,
        *,
        scope: Scope = PUBLIC,
        reader: Reader = OURSELVES,
    ) -> Receipt | None:
        """Call a member `nick` from now on, and tell it in `room`. None where nothing changes, and
        it was not this call, under its key, that changed it.

        One room is told: the one in which they are. In all others their next message tells it, to
        whoever knows them from there; an entry in each room where somebody spoke lately would be a
        flood for everybody who reads them all. The entry does not have the name before, which is
        for those who heard it in that room, and for the host.

        Raises what `post` does, and RoomUnknown for a room that is not in `scope`, or not there.
        """
        where = self.room(room, scope)
        self.check_there(where)
        who = public_id(token)
        told = {"who": who, "what": "named"}
        draft = Draft(where, "member", self.nick(nick), who, told, self.key(key))
        draft = self._named(draft, token)
        return self._feed.append(draft) if draft.facts else self._feed.find(draft, reader)

    def room(self, value: object, scope: Scope = PUBLIC) -> str:
        """The room that `value` names, however its letters are written; a private one only where
        `scope` holds it. Raises BadInput or RoomUnknown.
        """
        if isinstance(value, str) and is_private(value):
            if scope.holds(value):
                return value
            raise RoomUnknown("room-unknown")
        room = self._spellings.room(value)
        if room in scope.without:
            raise RoomUnknown("room-removed")
        return room

    def check_meant(self, log: object) -> None:
        """Raise OtherChat for what is meant for another chat's `log`; None is for any."""
        if log is not None and log != self._feed.identity:
            raise OtherChat("other-chat")

    def check_there(self, room: str) -> None:
        """Raise RoomUnknown where nothing was said in `room` ever, which is as `room` gives it."""
        if not self._is_there(room):
            raise RoomUnknown("room-unknown")

    def _is_there(self, room: str) -> bool:
        return room == LOBBY or is_private(room) or self._feed.has_room(room, PUBLIC)

    def nick(self, value: object) -> str:
        """`value` as it is shown beside a message; raises BadInput or TooLong."""
        return clean_nick(value, self.limits.nick)

    def history(
        self, room: str, before: int | None, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Slice:
        """The entries of `room` just before `before` (None: the newest), oldest first."""
        room, most = self.room(room, scope), min(limit, SLICE_ENTRIES)
        return self._feed.before(room, before, most, scope, reader)

    def later(
        self, room: str, after: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Slice:
        """The entries of `room` just after the number `after`, oldest first."""
        room, most = self.room(room, scope), min(limit, SLICE_ENTRIES)
        return self._feed.after(room, after, most, scope, reader)

    def vicinity(
        self, room: str, number: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Vicinity:
        """The entries of `room` around `number`, oldest first."""
        room, most = self.room(room, scope), min(limit, SLICE_ENTRIES)
        return self._feed.around(room, number, most, scope, reader)

    def rooms(self, scope: Scope) -> list[RoomSummary]:
        """Every room of `scope` to talk in, the lobby first, then by name."""
        known = [room for room in self._feed.rooms(scope) if room.name != ACTS]
        lobby = [room for room in known if room.name == LOBBY]
        others = [room for room in known if room.name != LOBBY]
        return [*(lobby or [RoomSummary(LOBBY, 0, 0, "")]), *others]

    def _named(self, draft: Draft, token: str) -> Draft:
        """The same, and that its member is called so; raises NameTaken."""
        self.people.allow(draft.nick)
        return told_apart(draft._replace(facts=self.people.naming(token, draft.nick)), token)

    def _answering(self, draft: Draft, reply: object, scope: Scope, reader: Reader) -> Draft:
        """The same, as a reply; raises EntryUnknown where its room has no such message."""
        number = number_of(reply)
        found = self._feed.entry(number, scope, reader)
        if found is None or (found.room, found.kind) != (draft.room, "message"):
            raise EntryUnknown("reply-unknown")
        return draft._replace(fields={**draft.fields, "reply": number}, target=number)

    def _said(self, message: object, files: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The fields of a message."""
        if not files:
            return {"message": self.words(message)}
        return {"message": self.words(message, needed=False), "files": list(files)}

    def words(self, value: object, *, needed: bool = True) -> str:
        """`value` as what somebody says; raises BadInput or TooLong. Where none are `needed` what
        shows nothing is none.
        """
        text = clean(value, "message", self.limits.message, lines=True)
        if not shows(text):
            if not needed:
                return ""
            raise BadInput("message-empty")
        if crowded(text):
            raise BadInput("message-crowded", most=MOST_MARKS)
        return text

    def key(self, value: object) -> str | None:
        """`value` as a sender's key; raises BadInput."""
        if value is None:
            return None
        if not isinstance(value, str) or not value.isascii() or not value.isprintable():
            raise BadInput("key-not-ascii")
        if not 1 <= len(value) <= LONGEST_KEY:
            raise BadInput("key-length", most=LONGEST_KEY)
        return value


def calling(draft: Draft, found: Named) -> Draft:
    """The same, and whom it names. What is new and names nobody is as it was."""
    if not found.calls.members and draft.stands and not found.fields:
        return draft
    return draft._replace(fields={**draft.fields, **found.fields}, calls=found.calls)


def _signs(**what: bool) -> dict[str, bool]:
    """What is so of a message; of what is not nothing is kept."""
    return {name: so for name, so in what.items() if so}


def told_apart(draft: Draft, token: str) -> Draft:
    """Behind a proxy that is not trusted, or a router, many devices have one address: what two of
    them say under one key is two things, and neither did anything wrong.
    """
    if draft.key is None or not is_visitors(token):
        return draft
    # Messages are bound without their kind: so are those that are in the logs.
    kind = () if draft.kind == "message" else (draft.kind,)
    words = (*kind, draft.room, draft.nick, *map(str, draft.fields.values()))
    return draft._replace(key=bound(draft.key, *words))
