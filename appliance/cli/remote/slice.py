"""A slice of the log as the chat answers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from appliance.feed.numbers import DIGITS

Entry = dict[str, Any]


class RemoteSlice(NamedTuple):
    """Entries, oldest first; reading goes on from `cursor`. See /openapi.json."""

    entries: list[Entry]
    cursor: int
    more: bool
    truncated: bool

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> RemoteSlice | None:
        """The slice in `answer`; None if it holds none."""
        entries, cursor = answer.get("messages"), answer.get("cursor")
        if not isinstance(entries, list) or not all(map(_numbered, entries)):
            return None
        if not isinstance(cursor, str) or not cursor.isascii() or not cursor.isdigit():
            return None
        if len(cursor) > DIGITS:
            return None
        more, truncated = answer.get("more") is True, answer.get("truncated") is True
        return cls(entries, int(cursor), more, truncated)


def number(entry: Entry) -> int:
    """The entry's place in the log."""
    place: int = entry["id"]
    return place


def _numbered(entry: object) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("id"), int)
