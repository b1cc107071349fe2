"""New entries as they are told on the bus: a hint that carries its payload along. The numbers tell
whether one was lost, and the log has the truth.

The number before its first entry on a line, then one entry a line (JSON never holds a bare line
feed). Without an entry it says only how far the log goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from appliance.feed.entry import Entry

MAX_BYTES: Final = 64 * 1024
"""Bytes of one; what would be larger tells the number only, and is read from the log."""


def words_of(after: int, entries: Sequence[Entry]) -> bytes:
    """What to say of `entries`, which follow the number `after`."""
    if sum(len(entry.json) for entry in entries) > MAX_BYTES:
        after, entries = entries[-1].id, ()
    return b"\n".join([b"%d" % after, *(entry.json for entry in entries)])


def parsed(words: bytes) -> tuple[int, Iterable[Entry]]:
    """The number and the entries of which `words` were said."""
    after, *lines = words.split(b"\n")
    return int(after), map(Entry.parse, lines)
