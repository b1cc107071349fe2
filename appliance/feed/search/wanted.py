"""What is searched for, and what is found: the contract of an index of what was said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from appliance.errors import Problem
from appliance.feed.contract import OURSELVES, Reader
from appliance.feed.scope import Scope


class Wanted(NamedTuple):
    """Messages in which all `terms` (as `alike` makes them) are, in rooms of `scope`, numbered
    below `below`.

    Somebody of these `nicks` (as `alike` makes them), or of `members`, said them; without any:
    anybody. `has` are things that each must have: `link` (an address in it), `file`, `image`.
    `since` and `until` are times as entries have them (UTC, ISO 8601): not before the one, and
    before the other; empty: whenever.
    """

    terms: tuple[str, ...]
    scope: Scope
    below: int
    nicks: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    since: str = ""
    until: str = ""


class Found(NamedTuple):
    """Numbers of messages, the newest first. What is below `below` was not looked at yet; 0: there
    is nothing more.
    """

    numbers: Sequence[int]
    below: int


class IndexState(NamedTuple):
    """How far an index has come: `share` of what was said before it was begun, and what is in its
    way, if anything is.
    """

    share: float
    trouble: Problem | None = None


class Searching(Protocol):
    """An index that follows the log."""

    def find(self, wanted: Wanted, limit: int, reader: Reader = OURSELVES) -> Found:
        """At most `limit` numbers; fewer, and where to go on, where looking takes long. Some may
        stand for what is another by now, or gone. Raises StorageProblem and StorageBusy.
        """

    @property
    def state(self) -> IndexState:
        """Asked without waiting."""

    def close(self) -> None:
        """Let go of everything."""
