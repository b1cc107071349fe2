"""The numbers of a log, bounded the same for whoever gives, says or reads one."""

from __future__ import annotations

from typing import Final

HIGHEST: Final = 2**53 - 1
"""The highest number that JavaScript tells from the next. A million entries a second reach it in
285 years."""

DIGITS: Final = len(str(HIGHEST))
"""Looked at before a text is made a number: int() of a million digits takes long."""


def number_of(value: object) -> int:
    """`value` as an entry's number, by its digits or as a JSON number; 0 for what is none."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= DIGITS:
        return int(value)
    if isinstance(value, float) and 0 < value <= HIGHEST and value.is_integer():
        return int(value)
    return 0
