"""What may be done to a message that was said, and what there is to read about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import time
from typing import Any

from appliance.chat.actor import Actor
from appliance.chat.chat import Chat, calling, told_apart
from appliance.chat.done import done
from appliance.chat.kinds.delete import DELETE, KEEPER
from appliance.chat.kinds.edit import EDIT, MOST
from appliance.chat.kinds.kind import Kind, change
from appliance.chat.kinds.reaction import REACTION
from appliance.chat.mentions import Utterance, meant
from appliance.chat.names import ACTS
from appliance.chat.standing.conduct import KEEPERS
from appliance.chat.standing.registry import Registry
from appliance.errors import Problem
from appliance.feed.contract import OURSELVES, Feed, Reader
from appliance.feed.entry import FOUND, Draft, Entry
from appliance.feed.folding import EntryUnknown, Target
from appliance.feed.scope import Scope, is_private

Admit = Callable[[str, str], object]


def everybody(member: str, room: str) -> None:
    """Nobody is kept from it."""


class MessageChanges:
    """Each is found by its number, by who may read it."""

    def __init__(
        self,
        chat: Chat,
        feed: Feed,
        registry: Registry,
        clock: Callable[[], float] = time,
        *,
        let_go: Callable[[Sequence[Any]], object] = lambda files: None,
    ) -> None:
        """`clock` gives seconds since 1970; `let_go` is told of the files that a message had which
        was taken back.
        """
        self._chat = chat
        self._feed = feed
        self._registry = registry
        self._clock = clock
        self._let_go = let_go

    def find(self, number: int, scope: Scope, reader: Reader = OURSELVES) -> Target:
        """The message as it is now; raises EntryUnknown where there is none to be read."""
        return Target.of(self._entry(number, scope, reader))

    def told(self, number: int, scope: Scope, reader: Reader = OURSELVES) -> dict[str, Any]:
        """The message as it is now, with what it said before."""
        versions = self._feed.versions(number, EDIT.name, MOST, scope, reader)
        record = self._entry(number, scope, reader).record
        if "edited" in record:
            record["versions"] = [_version(version) for version in versions]
        return record

    def edit(
        self,
        actor: Actor,
        target: Target,
        message: object,
        reader: Reader = OURSELVES,
        admit: Admit = everybody,
        *,
        mentions: object = None,
    ) -> int:
        """Let its author say `message` in its place; the entry's id. `admit` is called with who
        does it and the room, and raises where they may change nothing there. `mentions` as for
        `Chat.post`. Raises what `admit` does, Refused, Gone, and what `Chat.post` does.
        """
        words, before = self._chat.words(message), target.whole.get(FOUND, ())
        said = Utterance(words, target.room, actor.member, actor.role, meant(mentions), before)
        draft = _drafted(EDIT, target, actor, message=words)
        draft = calling(draft, self._chat.named_in(said))

        def check() -> None:
            admit(actor.member, target.room)
            EDIT.check(actor.member, target, self._clock(), self._chat.limits.edit)

        return self._stored(draft, reader, check) or self._feed.append(draft).id

    def delete(self, actor: Actor, target: Target, reader: Reader = OURSELVES) -> int:
        """Erase it; the entry's id. Raises Refused and Gone."""
        by = DELETE.by(actor.member, target)
        draft = _drafted(DELETE, target, actor, by=by)
        keeper = self._registry.keeps_order(actor.member, actor.role, target.room)
        stored = self._stored(draft, reader, lambda: DELETE.check(by, keeper=keeper))
        if by == KEEPER and actor.role in KEEPERS:
            draft = draft._replace(beside=(_act(actor, target),))
        number = stored or self._feed.append(draft).id
        self._let_go(target.fields.get("files", ()))
        return number

    def react(
        self,
        actor: Actor,
        target: Target,
        emoji: str,
        reader: Reader = OURSELVES,
        admit: Admit = everybody,
        *,
        on: bool,
    ) -> int | None:
        """Set or take back a reaction; the entry's id, None where it was so. `admit` as for `edit`.
        Raises what that does, BadInput, ReactionsFull and Gone.
        """
        REACTION.check(emoji)
        draft = _drafted(REACTION, target, actor, emoji=emoji, on=on)
        stored = self._stored(draft, reader, lambda: admit(actor.member, target.room))
        if stored is not None:
            return stored
        if REACTION.is_on(actor.member, target, emoji) == on:
            return done(self._feed, draft, reader)
        return self._feed.append(draft).id

    def _stored(self, draft: Draft, reader: Reader, check: Callable[[], object]) -> int | None:
        """Let `check` raise for who may not store `draft`, but for who has stored it before: they
        ask again because the answer was lost. The number that it has then, else None.
        """
        try:
            check()
        except Problem:
            found = done(self._feed, draft, reader)
            if found is None:
                raise
            return found
        return None

    def _entry(self, number: int, scope: Scope, reader: Reader) -> Entry:
        found = self._feed.entry(number, scope, reader)
        if found is None or found.kind != "message":
            raise EntryUnknown("message-unknown")
        return found


def _drafted(kind: Kind, target: Target, actor: Actor, **fields: Any) -> Draft:
    return told_apart(change(kind, target, actor, **fields), actor.token)


def _version(entry: Entry) -> dict[str, Any]:
    record = entry.record
    return {"id": record["id"], "time": record["time"], "message": record["message"]}


def _act(actor: Actor, target: Target) -> Draft:
    """What others who keep order are told: of a private room not which it is."""
    public = not is_private(target.room)
    where = {"in": target.room, "message": str(target.id)} if public else {}
    told = {"what": "message-deleted", "who": target.member, **where}
    return Draft(ACTS, "room", actor.nick, actor.member, told)
