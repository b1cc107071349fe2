"""What all kinds of entries have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from appliance.chat.actor import Actor
from appliance.errors import Problem
from appliance.feed.entry import Draft
from appliance.feed.folding import Target


class Gone(Problem):
    """Something is to be done to a message of which only a tombstone is left."""

    status = 410
    title = "The message was removed"


class Kind:
    """Derived from, one for each kind."""

    name: ClassVar[str]

    stands: ClassVar[bool] = True
    """Whether its entries are part of the history by themselves."""

    wordy: ClassVar[bool] = False
    """Whether they have words of what they change, which go with it."""

    erases: ClassVar[bool] = False
    """Whether they take the words of what they change away for good."""

    def fold(self, draft: Draft, target: Target, time: str) -> Mapping[str, Any]:
        """As `Folds.fold`, for an entry of this kind."""
        return target.now


def check_there(target: Target) -> None:
    """Raise Gone for a tombstone."""
    if "deleted" in target.fields:
        raise Gone("message-gone")


def change(kind: Kind, target: Target, actor: Actor, **fields: Any) -> Draft:
    """The draft of an entry of `kind` by which `actor` changes `target`."""
    said = {"target": target.id, **fields}
    draft = Draft(target.room, kind.name, actor.nick, actor.member, said, actor.key)
    return draft._replace(target=target.id, stands=kind.stands)
