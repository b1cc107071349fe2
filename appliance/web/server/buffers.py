"""Room for what threads move, lent from one to the next: to make some costs as much as a write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

PIECE: Final = 256 * 1024
"""Bytes that are moved at once."""


class Buffers:
    """There are never more of them than threads that move something at the same time."""

    def __init__(self) -> None:
        self._idle: list[bytearray] = []

    @contextmanager
    def lent(self) -> Iterator[memoryview]:
        """PIECE bytes, whatever is in them. Called in any thread."""
        try:
            room = self._idle.pop()
        except IndexError:
            room = bytearray(PIECE)
        try:
            yield memoryview(room)
        finally:
            self._idle.append(room)
