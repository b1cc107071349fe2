"""Taking back what was said: its words are erased, a tombstone stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from appliance.chat.kinds.kind import Kind, check_there
from appliance.errors import Refused
from appliance.feed.entry import Draft
from appliance.feed.folding import Target

AUTHOR: Final = "author"
KEEPER: Final = "host"


class Delete(Kind):
    """By its author at any time, or by who keeps order in its room."""

    name = "delete"
    stands = False
    erases = True

    def by(self, member: str, target: Target) -> str:
        """As whom `member` deletes it."""
        return AUTHOR if member == target.member else KEEPER

    def check(self, by: str, *, keeper: bool) -> None:
        """Raise Refused for who neither said it nor is a `keeper` of the room's order."""
        if by == KEEPER and not keeper:
            raise Refused("delete-not-yours")

    def fold(self, draft: Draft, target: Target, time: str) -> Mapping[str, Any]:
        check_there(target)
        return {}


DELETE: Final = Delete()
