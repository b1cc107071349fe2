"""Names that look the same though they are not: skeletons after Unicode's UTS 39 (section 4)."""

from __future__ import annotations

import json
import re
import unicodedata
from array import array
from bisect import bisect_left
from pathlib import Path
from typing import Final

from appliance.invisible import IGNORABLE

LONGEST: Final = 1_024
"""Characters that a skeleton is made of: bringing marks into their order takes quadratic time."""

KEPT: Final = 1_024
"""Characters that are found without a search, some 100 bytes each: those of the names that are
here. Beyond it all are looked for again."""

_IGNORED: Final = re.compile(f"[{IGNORABLE}]")


def skeleton(text: str) -> str:
    """What `text` looks like: two that look the same have the same. No text for people.

    The case of letters counts. What comes behind `LONGEST` characters does not.
    """
    text = text[:LONGEST]
    plain = text if text.isascii() else _IGNORED.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFD", plain.translate(PROTOTYPES))


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


class _Prototypes(dict[int, str]):
    """What stands for each character, for `str.translate`.

    The table is two texts and not a dict of its 6,300 characters, which took 1.3 MB from the first
    message on.
    """

    def __init__(self, characters: str, prototypes: str) -> None:
        """`characters` in their order, and the prototype of each on a line of `prototypes`."""
        super().__init__()
        self._characters = characters
        self._prototypes = prototypes
        starts = (line.start() for line in re.finditer("^.", prototypes, re.MULTILINE))
        self._lines = array("H", starts)

    def __missing__(self, code: int) -> str:
        if len(self) >= KEPT:
            self.clear()
        self[code] = found = self._find(chr(code))
        return found

    def _find(self, char: str) -> str:
        at = bisect_left(self._characters, char)
        if self._characters[at : at + 1] != char:
            return char
        start = self._lines[at]
        return self._prototypes[start : self._prototypes.index("\n", start)]


# Read at start, for the file may be replaced by another version's. `make unicode` writes it.
PROTOTYPES: Final = _Prototypes(
    *json.loads(Path(__file__).with_name("lookalikes.json").read_text("ascii"))
)
