"""Who is who: what members are called, who looks like whom, and whose names nobody else may use."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

from appliance.chat.lookalike import skeleton
from appliance.chat.member import is_visitors, public_id
from appliance.chat.standing.bot_token import BotToken
from appliance.chat.standing.person import Person
from appliance.errors import Problem
from appliance.feed.facts import Fact, Facts, FactsFull

MOST: Final = 20_000
"""Members that are remembered, 15 MB of the facts' memory. Those who come after that talk as
everybody does, and nobody is told since when they are known. Nobody is forgotten for them: who
makes up members by the thousand would drive out those who are here."""

RESERVED: Final = BotToken.noun
"""The noun of those whose names are theirs alone: bots. Its facts have a `name`."""

TAG: Final = 4
"""Characters of a public id that tell apart whose names look alike: as the page shows them."""

_PASSED_OVER: Final = frozenset("CZM")
"""Unicode's categories of what an eye does not see, or passes over: the page leaves it out too."""


class NameTaken(Problem):
    """The name is one that only its owner may use."""

    status = 409
    title = "That name is taken"


class MemberUnknown(Problem):
    """There is no such member, as far as is remembered."""

    status = 404
    title = "Nobody is known by that"


class People:
    """Asked without waiting. What it keeps beside the facts is as large as these."""

    def __init__(self, facts: Facts, now: Callable[[], str]) -> None:
        """`now` is the time as entries have it."""
        self._facts = facts
        self._now = now
        self._names: dict[tuple[str, str], str] = {}
        self._looks: dict[str, set[tuple[str, str]]] = {}
        facts.listen(self._hear)
        for noun in (Person.noun, RESERVED):
            self._hear([Fact(noun, name, value) for name, value in facts.of(noun).items()])

    def person(self, member: str | None) -> Person | None:
        """None for who is not remembered."""
        value = None if member is None else self._facts.value(Person.noun, member)
        return None if value is None else Person.of(value)

    @property
    def known(self) -> Collection[str]:
        """All who are remembered."""
        return self._facts.of(Person.noun)

    def tag(self, member: str) -> str | None:
        """What tells a member apart from others whose name looks the same; None where none does."""
        name = self._names.get((Person.noun, member))
        if not name:
            return None
        alike = {whose for look in looks(name) for whose in self._looks.get(look, ())}
        return member[:TAG] if len(alike) > 1 else None

    def called(self, name: str) -> set[str]:
        """The public ids of those whose name looks the same."""
        found = (self._looks.get(look, set()) for look in looks(name))
        return {member for each in found for _, member in each}

    def allow(self, nick: str) -> None:
        """Raise NameTaken where `nick` looks like a name that is a bot's alone."""
        if not self._facts.of(RESERVED) or not nick:
            return  # Nearly always: what follows takes longer than all else that is checked.
        for look in looks(nick):
            for noun, owner in self._looks.get(look, ()):
                if noun == RESERVED:
                    raise NameTaken("name-taken", name=self._names[noun, owner])

    def naming(self, token: str, nick: str) -> tuple[Fact, ...]:
        """The facts of an entry by which somebody is called `nick`; none where nothing changes.

        Nor for visitors, who may be several people, and have a new id with each name.
        """
        member = public_id(token)
        known = self._facts.value(Person.noun, member)
        if known is not None and known.get("nick", "") == nick:
            return ()
        if is_visitors(token) or (known is None and not nick):
            return ()
        person = Person(since=self._now()) if known is None else Person.of(known)
        return self._room_for(person.called(nick).fact(member), new=known is None)

    def _room_for(self, fact: Fact, *, new: bool) -> tuple[Fact, ...]:
        """What somebody says is not refused because their name could not be remembered."""
        if new and len(self._facts.of(Person.noun)) >= MOST:
            return ()
        try:
            self._facts.check([fact])
        except FactsFull:
            return ()
        return (fact,)

    def _hear(self, news: Sequence[Fact]) -> None:
        for noun, name, value in news:
            if noun in (Person.noun, RESERVED):
                self._rename((noun, name), _called(noun, value))

    def _rename(self, whose: tuple[str, str], name: str) -> None:
        before = self._names.pop(whose, "")
        for look in looks(before):
            alike = self._looks.get(look, set())
            alike.discard(whose)
            if not alike:
                self._looks.pop(look, None)
        if name:
            self._names[whose] = name
        for look in looks(name):
            self._looks.setdefault(look, set()).add(whose)


def looks(nick: str) -> set[str]:
    """What an eye takes a name for, none where there is none: in small letters, and by what the
    letters look like as they stand, for I looks like l and i does not. As the page's nicks.js.
    """
    plain = unicodedata.normalize("NFKD", nick)
    letters = "".join(char for char in plain if unicodedata.category(char)[0] not in _PASSED_OVER)
    return {look for look in (letters.lower(), skeleton(letters).lower()) if look}


def _called(noun: str, value: Any) -> str:
    field = "nick" if noun == Person.noun else "name"
    return "" if value is None else str(value.get(field, ""))
