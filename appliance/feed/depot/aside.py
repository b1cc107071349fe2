"""What another thread may do meanwhile, if one has time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeAlias

Leave: TypeAlias = Callable[[Callable[[], object]], object]
"""Has work done by another thread some time, or not at all: whoever needs it done does it."""


def alone(work: Callable[[], object]) -> None:
    """There is no other thread."""


class Aside:
    """`work`, left to others again and again, for as long as it returns that there is more; it
    waits there once at most. What the disk reports to them is found again by who needs it done.
    """

    def __init__(self, work: Callable[[], bool], leave: Leave) -> None:
        self._work = work
        self._leave = leave
        self._left = False

    def ask(self) -> None:
        if not self._left:
            self._left = True
            self._leave(self._do)

    def _do(self) -> None:
        self._left = False
        with suppress(OSError):
            if self._work():
                self.ask()
