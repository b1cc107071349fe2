"""Other words for what one said oneself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from appliance.chat.kinds.kind import Kind, check_there
from appliance.chat.moment import seconds_until
from appliance.errors import Problem, Refused
from appliance.feed.entry import FOUND, Draft
from appliance.feed.folding import Target

MOST: Final = 100
"""Versions of one message beside the first; one more is refused. All are read at once."""


class EditedOften(Problem):
    """A message has as many versions as one may have."""

    status = 409
    title = "Edited too often"


class Edit(Kind):
    """The author's new words. The ones before are kept, and can be read."""

    name = "edit"
    stands = False
    wordy = True

    def check(self, member: str, target: Target, now: float, seconds: float) -> None:
        """Raise Refused unless `member` may edit `target` at the time `now`: its author, for so
        many seconds after it was said.
        """
        if member != target.member:
            raise Refused("edit-not-yours")
        if not seconds:
            raise Refused("edit-off")
        if -seconds_until(target.time, now) > seconds:
            raise Refused("edit-late", minutes=round(seconds / 60))

    def fold(self, draft: Draft, target: Target, time: str) -> Mapping[str, Any]:
        check_there(target)
        edits = target.now.get("edits", 0) + 1
        if edits > MOST:
            raise EditedOften("edited-often", most=MOST)
        words = {"message": draft.fields["message"], "edited": time, "edits": edits}
        if FOUND in draft.fields or FOUND in target.whole:
            words[FOUND] = draft.fields.get(FOUND, [])
        return {**target.now, **words}


EDIT: Final = Edit()
