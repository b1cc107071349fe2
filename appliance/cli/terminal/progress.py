"""How far long work is, for a person who watches a terminal."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Final, Self

INTERVAL_SECONDS: Final = 0.1


class Progress:
    """One line of standard error that is overwritten, and gone at the end of the block.

    Says nothing where standard error is no terminal.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = ""
        self._next = time.monotonic()
        self._watched = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            self._show("")
            print("\r", end="", file=sys.stderr, flush=True)

    def tell(self, share: float) -> None:
        """`share` of the work (between 0 and 1) is done."""
        now = time.monotonic()
        if self._watched and now >= self._next:
            self._next = now + INTERVAL_SECONDS
            self._show(f"{self._what} {share:.0%}")

    def _show(self, text: str) -> None:
        padded = text.ljust(len(self._shown))
        print(f"\r{padded}", end="", file=sys.stderr, flush=True)
        self._shown = text
