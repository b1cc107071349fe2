"""An emoji at what somebody said."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from appliance.chat.kinds.kind import Kind, check_there
from appliance.errors import BadInput, Problem
from appliance.feed.entry import Draft
from appliance.feed.folding import Target

LONGEST: Final = 16
"""Characters of one emoji: families and flags are put together of up to fourteen."""

MOST: Final = 1_000
"""Reactions to one message, of all together: 20 KB with it on every page. One more is refused."""

MOST_EMOJI: Final = 50
"""Different ones among them."""

_PARTS: Final = frozenset({"So", "Sk", "Sm", "Po", "Pd", "Nd"})
"""Unicode's categories of what emoji are made of: also digits and their like, in keycaps."""

_KEYCAP: Final = "\u20e3"
_COLOURED: Final = "\ufe0f"

_JOINING: Final = frozenset(
    ("\u200d", "\ufe0e", _COLOURED, _KEYCAP, *map(chr, range(0xE0020, 0xE0080)))
)
"""What puts them together. Nothing else of its kind: others turn the writing's direction, pile up
or are not seen, and then two that look the same are two."""


class ReactionsFull(Problem):
    """A message has as many reactions as one may have."""

    status = 409
    title = "Too many reactions"


class Reaction(Kind):
    """Set or taken back by a member, once for each emoji."""

    name = "reaction"
    stands = False

    def check(self, emoji: str) -> None:
        """Raise BadInput for what is no emoji."""
        if len(emoji) > LONGEST:
            raise BadInput("no-emoji")
        kinds = {unicodedata.category(char) for char in emoji if char not in _JOINING}
        shown = "So" in kinds or _KEYCAP in emoji or _COLOURED in emoji
        if not (shown and kinds and kinds <= _PARTS and "\ufffd" not in emoji):
            raise BadInput("no-emoji")

    def is_on(self, member: str, target: Target, emoji: str) -> bool:
        """Whether `member` reacts so already."""
        return member in target.whole.get("reactions", {}).get(emoji, ())

    def fold(self, draft: Draft, target: Target, time: str) -> Mapping[str, Any]:
        check_there(target)
        emoji, member = draft.fields["emoji"], draft.member
        reactions = dict(target.now.get("reactions", {}))
        left = [one for one in reactions.get(emoji, ()) if one != member]
        reactions[emoji] = [*left, member] if draft.fields["on"] else left
        reactions = {name: people for name, people in reactions.items() if people}
        if draft.fields["on"]:
            _check_room(reactions)
        now = {name: value for name, value in target.now.items() if name != "reactions"}
        return now | ({"reactions": reactions} if reactions else {})


def _check_room(reactions: Mapping[str, list[str]]) -> None:
    if len(reactions) > MOST_EMOJI or sum(map(len, reactions.values())) > MOST:
        raise ReactionsFull("reactions-full", most=MOST, most_emoji=MOST_EMOJI)


REACTION: Final = Reaction()
