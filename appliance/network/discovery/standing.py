"""Which of two chats that meet on one network asks its user which of them it is to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple, Protocol

_WORD: Final = 64
_DIGITS: Final = 15


class HasStanding(Protocol):
    """What counts of a chat: see Standing."""

    @property
    def id(self) -> str: ...
    @property
    def since(self) -> int: ...
    @property
    def attended(self) -> bool: ...


class Standing(NamedTuple):
    """`id` is the chat's log's; `since` when its server was started, in milliseconds since 1970;
    `attended` says that it belongs to a window, which can ask somebody.
    """

    id: str
    since: int = 0
    attended: bool = False

    def facts(self) -> dict[str, str]:
        """As it is announced."""
        return {"id": self.id, "since": str(self.since), "window": "yes" if self.attended else "no"}


def announced(facts: Mapping[str, str | None]) -> Standing:
    """What was announced as `facts`, by a stranger and perhaps by an older version."""
    since = facts.get("since") or ""
    is_time = since.isascii() and since.isdigit() and len(since) <= _DIGITS
    identity = (facts.get("id") or "")[:_WORD]
    return Standing(identity, int(since) if is_time else 0, facts.get("window") == "yes")


def asks(one: HasStanding, other: HasStanding) -> bool:
    """Whether it is the window of `one` that is to ask, and not that of `other`: of two windows
    the one whose server was started later, by their own clocks, which are the same two for both.
    If both asked, each might go to the other.
    """
    return one.attended and (one.since, one.id) > (other.since, other.id)
