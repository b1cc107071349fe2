"""Names that look the same though they are not: skeletons after Unicode's UTS 39 (section 4)."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from appliance.invisible import IGNORABLE

LONGEST: Final = 1_024
"""Characters that a skeleton is made of: bringing marks into their order takes quadratic time."""

_DATA: Final = Path(__file__).with_name("lookalikes.json").read_text("ascii")
"""Read at start, for the file may be replaced by another version's; taken apart when needed (3 ms).
`make unicode` writes it."""

_IGNORED: Final = re.compile(f"[{IGNORABLE}]")


def skeleton(text: str) -> str:
    """What `text` looks like: two that look the same have the same. No text for people.

    The case of letters counts. What comes behind `LONGEST` characters does not.
    """
    text = text[:LONGEST]
    plain = text if text.isascii() else _IGNORED.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFD", plain.translate(_prototypes()))


class Looks:
    """Names, found by what they look like."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._by_look: dict[str, str] = {}

    def follow(self, names: set[str]) -> None:
        """These are the names there are now. Only what changed since the last time costs work."""
        for gone in self._names - names:
            if self._by_look.get(skeleton(gone)) == gone:
                del self._by_look[skeleton(gone)]
        for new in sorted(names - self._names):
            self._by_look.setdefault(skeleton(new), new)
        self._names = names

    def like(self, name: str) -> str | None:
        """Another of the names that looks the same as `name`, if there is one."""
        found = self._by_look.get(skeleton(name))
        return None if found == name else found


@cache
def _prototypes() -> dict[int, str]:
    """What stands for each character that looks like something else."""
    return {
        ord(char): prototype for prototype, chars in json.loads(_DATA).items() for char in chars
    }
