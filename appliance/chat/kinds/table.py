"""Messages, and all kinds that change them: a further one is a module beside this, and has a line
here. Entries of others, as of what is done at the door, stand by themselves and change nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from appliance.chat.kinds.delete import DELETE
from appliance.chat.kinds.edit import EDIT
from appliance.chat.kinds.kind import Kind
from appliance.chat.kinds.reaction import REACTION
from appliance.chat.kinds.said import Saying
from appliance.feed.entry import Draft
from appliance.feed.folding import Target

KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in (Saying(), EDIT, DELETE, REACTION)}


class KindFolds:
    """Implements `folding.Folds` by the table."""

    erasing: Collection[str] = frozenset(name for name, kind in KINDS.items() if kind.erases)
    wordy: Collection[str] = frozenset(name for name, kind in KINDS.items() if kind.wordy)

    def fold(self, draft: Draft, target: Target, time: str) -> Mapping[str, Any]:
        return KINDS[draft.kind].fold(draft, target, time)


FOLDS: Final = KindFolds()
