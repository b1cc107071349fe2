"""What is asked before the window closes on others."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from appliance.window.stage import Stage


class LeaveTaking:
    """`others` says how many other devices need this window's server now."""

    def __init__(self, stage: Stage, others: Callable[[], int]) -> None:
        self._stage = stage
        self._others = others

    def agreed(self) -> bool:
        """Whether the window may close; asks first while other devices are connected."""
        others = self._others()
        if not others or self._stage.face is None:
            return True
        answers: list[str] = []
        answered = threading.Event()

        def take(choice: str, _: Mapping[str, Any]) -> None:
            answers.append(choice)
            answered.set()

        self._stage.ask("closing", {"others": others}, take)
        while not answered.wait(1.0):
            if self._stage.over:
                return True
        if answers[0] == "keep":
            self._stage.hide()
        return answers[0] == "close"
