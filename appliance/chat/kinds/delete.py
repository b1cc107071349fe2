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

    def by(self, member: str, target: Target, *, keeper: bool) -> str:
        """As whom `member` deletes it; raises Refused for who may not."""
        if member == target.member:
            return AUTHOR
        if not keeper:
            raise Refused("delete-not-yours")
        return KEEPER

    def fold(self, draft: Draft, target: Target, time: str) -> Mapping[str, Any]:
        check_there(target)
        return {}


DELETE: Final = Delete()
