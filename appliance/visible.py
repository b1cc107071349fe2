r"""What others wrote, made safe to print.

A terminal obeys what it is sent: an escape sequence in a nickname could clear the screen, forge
a line, fill the clipboard or type commands; a right-to-left override turns `txt.exe` around. So
whatever is not a visible character is shown as its escape, as in `\x1b[2J`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Final

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode's categories: controls, format characters (the overrides of direction are among them),
halves of characters, and two further line ends."""

_JOINERS: Final = frozenset("\u200c\u200d")
"""Format characters that many scripts and most families of emoji are written with."""

_UNUSUAL: Final = re.compile(r"[^ -~]")


def visible(text: str) -> str:
    """`text` on one line, with whatever cannot be seen as an escape."""
    return _UNUSUAL.sub(lambda found: _escaped(found[0]), text)


def visible_lines(text: str) -> str:
    """`text` with its line ends, each of its lines made safe."""
    return "\n".join(map(visible, text.split("\n")))


def visible_json(value: object) -> str:
    """`value` as JSON on one line, as the server writes it, with the same characters escaped
    JSON's own way: whoever parses it gets them back.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNUSUAL.sub(
        lambda found: json.dumps(found[0])[1:-1] if _hidden(found[0]) else found[0], text
    )


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii") if _hidden(char) else char


def _hidden(char: str) -> bool:
    return unicodedata.category(char) in _HIDDEN and char not in _JOINERS
