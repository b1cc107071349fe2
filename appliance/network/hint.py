"""A likely reason why other devices do not get through, and what helps."""

from __future__ import annotations

from typing import NamedTuple


class Hint(NamedTuple):
    """`cause` is a word for programs, `text` a sentence; `command` is for the system's shell."""

    cause: str
    text: str
    command: str | None = None
