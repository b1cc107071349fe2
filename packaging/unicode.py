"""Writes what is known of Unicode beyond Python's and the browsers' own tables: `make unicode`.

- `appliance/chat/lookalikes.json`: the characters that look like others, in their order, and the
  prototype of each on a line of a second text, after UTS 39's confusables.txt, as the package
  confusable-homoglyphs has it. In this form it is searched as it lies.
- `ui/js/chat/lookalikes.js`: of these what a page needs, which has no package.
- `appliance/joining.json`: how letters join (Joining_Type), as the package idna has it.

What it writes is committed, so that neither package is needed to run the chat: both take longer to
import than the rest of its start. A test holds the files against the packages.
The data is Unicode's (Unicode License v3, https://www.unicode.org/license.txt).
"""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from importlib import resources
from pathlib import Path
from typing import Final

APPLIANCE: Final = Path(__file__).parents[1] / "appliance"
LOOKALIKES: Final = APPLIANCE / "chat" / "lookalikes.json"
JOINING: Final = APPLIANCE / "joining.json"
PAGES: Final = APPLIANCE.parent / "ui" / "js" / "chat" / "lookalikes.js"

ALPHABETS: Final = frozenset({"LATIN", "GREEK", "CYRILLIC", "DIGIT"})
"""The page knows what looks like letters of these: 900 characters of all scripts, 8 KB, compressed
3. All there are would be twice as much, most of them shapes that no name has."""

_MARK: Final = "\u200e"
"""Stands around what is written from right to left in confusables.txt, and is no part of it."""


def main() -> None:
    """Write the files."""
    table = lookalikes()
    LOOKALIKES.write_text(json.dumps(in_order(table), indent=0) + "\n", "ascii")
    PAGES.write_text(script(for_pages(table)), "ascii")
    JOINING.write_text(one_line_each(joining()), "ascii")


def one_line_each(table: dict[str, str]) -> str:
    """The table as JSON that reads well in a diff."""
    rows = (f"{json.dumps(name)}: {json.dumps(value)}" for name, value in sorted(table.items()))
    return "{\n" + ",\n".join(rows) + "\n}\n"


def lookalikes() -> dict[str, str]:
    """The characters that look like it, by prototype."""
    file = resources.files("confusable_homoglyphs") / "confusables.json"
    similar: dict[str, set[str]] = defaultdict(set)
    for name, others in json.loads(file.read_text("utf-8")).items():
        similar[name.strip(_MARK)] |= {other["c"].strip(_MARK) for other in others}
    found: dict[str, set[str]] = defaultdict(set)
    for char in (name for name in similar if len(name) == 1):
        prototype = "".join(_prototype(part, similar) for part in _prototype(char, similar))
        if prototype != char:
            found[prototype].add(char)
    return {prototype: "".join(sorted(chars)) for prototype, chars in found.items()}


def in_order(table: dict[str, str]) -> list[str]:
    """All characters that have a prototype, sorted, and a text of as many lines."""
    pairs = sorted((char, prototype) for prototype, chars in table.items() for char in chars)
    return ["".join(char for char, _ in pairs), "".join(f"{line}\n" for _, line in pairs)]


def for_pages(table: dict[str, str]) -> dict[str, str]:
    """What of `table` a page needs, which decomposes names (NFKD) and leaves marks out."""
    found: dict[str, set[str]] = defaultdict(set)
    for prototype, chars in table.items():
        letters = _letters(prototype)
        if letters and all(_alphabet(char) in ALPHABETS for char in letters):
            found[letters.lower()] |= {char for char in chars if _letters(char) == char}
    return {letters: "".join(sorted(chars)) for letters, chars in found.items() if chars}


def script(table: dict[str, str]) -> str:
    """The module that has `table`."""
    return (
        "/** What looks like letters of Latin, Greek and Cyrillic; written by `make unicode`. */\n"
        f"export const LOOKALIKES = {one_line_each(table).rstrip()};\n"
    )


def _letters(text: str) -> str:
    """The letters and digits of `text`, decomposed."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if unicodedata.category(char)[0] in "LN")


def _alphabet(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def _prototype(name: str, similar: dict[str, set[str]]) -> str:
    """The prototype of `name`. The package has each pair in both directions: a prototype is what
    has several, or is longer; between two single characters either may be it.
    """
    others = similar.get(name, set())
    if len(others) != 1:
        return name
    (other,) = others
    if len(other) > 1 or len(similar[other]) > 1:
        return other
    return min(name, other)


def joining() -> dict[str, str]:
    """The characters of each Joining_Type that a joiner may stand between or behind, as the
    inside of a regular expression's brackets.
    """
    from idna.idnadata import joining_types

    return {
        kind: "".join(_range(packed >> 32, (packed & 0xFFFFFFFF) - 1) for packed in ranges)
        for kind, ranges in joining_types.items()
        if kind in "DLRT"
    }


def _range(first: int, last: int) -> str:
    return chr(first) if first == last else f"{chr(first)}-{chr(last)}"


if __name__ == "__main__":
    main()
