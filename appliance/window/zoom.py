"""How large the page is shown: in steps, and remembered as the window's place is."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from appliance.host.note import Note

FILE_NAME: Final = "zoom.json"

STEPS: Final = (50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
"""Per cent, as browsers have them; at the last one more changes nothing."""

ACTUAL: Final = 100


class Zoom:
    """In the toolkit's thread only. What cannot be written is forgotten: nobody is told."""

    def __init__(self, folder: Path) -> None:
        self._note = Note(folder / FILE_NAME)
        noted = self._note.read().get("percent")
        self._percent = noted if noted in STEPS else ACTUAL
        self._turned = 0.0

    @property
    def factor(self) -> float:
        return self._percent / 100

    def larger(self) -> None:
        self._go(+1)

    def smaller(self) -> None:
        self._go(-1)

    def reset(self) -> None:
        self._put(ACTUAL)

    def turn(self, notches: float) -> None:
        """By a wheel, whose notches count upwards; a pad tells small parts of one."""
        self._turned += notches
        steps = int(self._turned)
        self._turned -= steps
        self._go(steps)

    def keep(self, factor: float) -> None:
        """Where the toolkit zooms by itself: the step nearest to that."""
        self._put(min(STEPS, key=lambda step: abs(step - 100 * factor)))

    def _go(self, steps: int) -> None:
        place = STEPS.index(self._percent) + steps
        self._put(STEPS[max(0, min(place, len(STEPS) - 1))])

    def _put(self, percent: int) -> None:
        if percent == self._percent:
            return
        self._percent = percent
        with contextlib.suppress(OSError):
            self._note.write({"percent": percent})
