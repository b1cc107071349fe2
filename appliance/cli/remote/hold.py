"""How long a poll asks to be held: rules without a clock, the same as ui/js/line/hold.js has.

Some proxies cut off what is silent for ten seconds, and some routers forget such a connection
without a word. Who sees polls end without an answer, twice and well after they were asked, asks for
less; and for more again after many were held to their end.
"""

from __future__ import annotations

from typing import Final

STEPS: Final = (5, 12, 25)
"""Seconds; the last is below the 30 s after which most proxies lose patience."""

EARLY: Final = 2.0
"""Seconds; what fails sooner says nothing about silence: the chat is away."""

LOSSES: Final = 2
"""One alone is a restart of the chat, or of a router."""

PROOF: Final = 20
MOST_PROOF: Final = 640
"""Polls held to their end before more is asked; twice as many after each step down."""

SLACK: Final = 0.5
"""Seconds between two clocks."""


class Hold:
    """What one reader has learnt of the network between."""

    def __init__(self) -> None:
        self._step = len(STEPS) - 1
        self._losses = 0
        self._kept = 0
        self._proof = PROOF

    @property
    def seconds(self) -> int:
        """What the next poll is to ask for."""
        return STEPS[self._step]

    def answered(self, held: float) -> None:
        """The chat has answered after so long. News that came sooner say nothing about silence."""
        if held < self.seconds - SLACK:
            return
        self._losses = 0
        self._kept += 1
        if self._kept >= self._proof:
            self._move(min(self._step + 1, len(STEPS) - 1))

    def lost(self, held: float) -> None:
        """A poll has ended without the chat's answer after so long."""
        if held < EARLY:
            return
        self._losses += 1
        if self._losses >= LOSSES:
            self._proof = min(self._proof * 2, MOST_PROOF)
            self._move(self._below(held))

    def _below(self, held: float) -> int:
        """The next shorter step, or the longest one that would have been answered in time."""
        shorter = range(max(1, self._step))
        return max((step for step in shorter if STEPS[step] < held), default=0)

    def _move(self, step: int) -> None:
        self._step = step
        self._losses = 0
        self._kept = 0
