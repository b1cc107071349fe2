"""Whom a text names: `@Ada` and, where two look the same, `@Ada#k3f2`; `@here` is who is here.

What is found is kept with what was said, so that it means the same people when they are called
otherwise. Whoever reads the text alone reads names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple, Protocol

from appliance.chat.member import is_public_id
from appliance.chat.people import TAG, People, looks
from appliance.chat.standing.registry import Registry
from appliance.errors import BadInput
from appliance.feed.entry import FOUND, Calls
from appliance.feed.scope import is_private

MOST: Final = 20
"""Names in one text; what follows is text."""

SMALL: Final = 20
"""People in a room in which everybody may name all who are here; in larger ones who keeps order."""

MOST_HERE: Final = 1_000
"""For so many who are here it is kept that they were named; a crowd of more reads anyway."""

HERE: Final = "here"

_LOOKED_AT: Final = 2 * MOST
"""Signs in one text behind which a name is looked for, be there one or not."""

_ENDS: Final = 8
"""Places where a name may end, behind one of them: looking each up takes some microseconds."""

_WITHOUT_SPACES: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
"""Writings in which every letter is an edge, as the page has it."""

_BEFORE: Final = r"\s(\[{<\"'\u201c\u2018\u00ab*~|>" + _WITHOUT_SPACES

_AT: Final = re.compile(rf"(?:^|(?<=[{_BEFORE}]))@(?=\S)", re.MULTILINE)

_END: Final = re.compile(rf"(?<=\S)(?:(?!\w)|(?=[{_WITHOUT_SPACES}]))")

_TAG: Final = re.compile(rf"#([a-z2-7]{{{TAG},16}})(?!\w)")

_CODE: Final = re.compile("`[^`]+`")

_FENCE: Final = "```"


class Present(Protocol):
    """Who is here, as others are told."""

    def present(self, room: str) -> Collection[str]: ...


class Utterance(NamedTuple):
    """A text, where it is said, and by whom. `meant` are members by the names that the sender has
    for them, `known` is what was found before in a text that this one takes the place of.
    """

    text: str
    room: str
    member: str
    role: str = ""
    meant: Mapping[str, str] = {}
    known: Sequence[Mapping[str, str]] = ()


class Named(NamedTuple):
    """`fields` are the entry's, `calls` whom it calls."""

    fields: Mapping[str, Any]
    calls: Calls


NOBODY: Final = Named({}, Calls())

Finder = Callable[[Utterance], Named]


def nobody(said: Utterance) -> Named:
    """For a chat in which nobody is named."""
    return NOBODY


def meant(value: object) -> Mapping[str, str]:
    """What a sender says of whom the names mean; raises BadInput."""
    if value is None:
        return {}
    if (
        not isinstance(value, dict)
        or len(value) > MOST
        or not all(map(is_public_id, value.values()))
    ):
        raise BadInput("mentions-wrong", most=MOST)
    return value


class Mentions:
    """Finds them among those who can be known where the text is said."""

    def __init__(
        self,
        people: People,
        registry: Registry,
        presence: Present,
        is_shown: Callable[[str], bool],
        longest: int,
    ) -> None:
        """`longest` is how many characters a name has at most."""
        self._people = people
        self._registry = registry
        self._presence = presence
        self._is_shown = is_shown
        self._longest = longest

    def find(self, said: Utterance) -> Named:
        """Whom it names; nobody by their own words."""
        if "@" not in said.text:
            return NOBODY
        found: dict[str, str] = {}
        for name, member in self._names(said):
            found.setdefault(name, member)
            if len(found) == MOST:
                break
        if not found:
            return NOBODY
        told = [{"name": name} | ({"member": who} if who else {}) for name, who in found.items()]
        called = {who for who in found.values() if who}
        again = HERE in found and any(one["name"] == HERE for one in said.known)
        if HERE in found and not again:
            called |= set(list(self._presence.present(said.room))[:MOST_HERE])
        return Named({FOUND: told}, Calls(tuple(sorted(called - {said.member})), more=again))

    def _names(self, said: Utterance) -> Iterator[tuple[str, str]]:
        """Each with its member; with nobody's id for who is here."""
        text = _without_code(said.text)
        for at in islice(_AT.finditer(text), _LOOKED_AT):
            found = self._name(text, at.end(), said)
            if found is not None:
                yield found

    def _name(self, text: str, start: int, said: Utterance) -> tuple[str, str] | None:
        """The longest that stands there and means somebody."""
        for end in _ends(text, start, self._longest):
            name = text[start:end]
            if name == HERE:
                return (HERE, "") if self._may_call_all(said) else None
            tag = _TAG.match(text, end)
            whole = name + tag[0] if tag else name
            member = self._known(whole, said) or self._meant(name, whole, said)
            if member is None and tag:
                member = self._called(name, said.room, tag[1])
            if member is None:
                whole, member = name, self._called(name, said.room)
            if member is not None:
                return whole, member
        return None

    def _known(self, name: str, said: Utterance) -> str | None:
        return next((one.get("member") for one in said.known if one["name"] == name), None)

    def _meant(self, name: str, whole: str, said: Utterance) -> str | None:
        """Whom the sender means, if they are or were called so, and can be known there."""
        member = said.meant.get(whole)
        if member is None or not self._reads(member, said.room):
            return None
        person = self._people.person(member)
        names = () if person is None else (person.nick, *person.former)
        alike = any(looks(name) & looks(one) for one in names)
        return member if alike or member in self._people.called(name) else None

    def _called(self, name: str, room: str, tag: str = "") -> str | None:
        """The one who is called so, and has that tag; of several the one who is here, or none. In
        public rooms who is not shown is found by who knows the tag.
        """
        found = {one for one in self._people.called(name) if self._reads(one, room)}
        if tag:
            found = {one for one in found if one.startswith(tag)}
        elif not is_private(room):
            found = {one for one in found if self._is_shown(one)}
        if len(found) > 1:
            found &= set(self._presence.present(room))
        return found.pop() if len(found) == 1 else None

    def _reads(self, member: str, room: str) -> bool:
        """Whether the room may be theirs; in a private one nobody else is to be found."""
        return not is_private(room) or member in self._registry.members(room)

    def _may_call_all(self, said: Utterance) -> bool:
        inside = self._registry.members if is_private(said.room) else self._presence.present
        keeps = self._registry.keeps_order(said.member, said.role, said.room)
        return keeps or len(inside(said.room)) <= SMALL


def _ends(text: str, start: int, longest: int) -> Iterable[int]:
    """Where a name may end that begins there, in its line; the last of them first."""
    line = text.find("\n", start)
    last = min(len(text) if line < 0 else line, start + longest)
    found = (match.end() for match in _END.finditer(text, start + 1, last + 1))
    return reversed([end for end in islice(found, _ENDS) if end <= last])


def _without_code(text: str) -> str:
    """As long, with nothing where a page shows code: there the sign is another's."""
    if "`" not in text:
        return text
    lines, fenced = [], False
    for line in text.split("\n"):
        opens = not fenced and line.startswith(_FENCE) and "`" not in line.lstrip("`")
        if fenced or opens:
            fenced = opens or not line.rstrip().endswith(_FENCE)
            lines.append(" " * len(line))
        else:
            lines.append(_CODE.sub(lambda code: " " * len(code[0]), line))
    return "\n".join(lines)
