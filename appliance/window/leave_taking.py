"""What is asked before the window closes on others, or on what waits to be sent."""

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
        """Whether the window may close; asks first while other devices are connected, or messages
        wait to be sent.
        """
        face = self._stage.face
        if face is None:
            return True
        facts = {"others": self._others(), "unsent": face.unsent}
        if not any(facts.values()):
            return True
        choice = self._asked(facts)
        if choice == "keep":
            self._stage.hide()
        return choice == "close"

    def _asked(self, facts: Mapping[str, int]) -> str:
        answers: list[str] = []
        answered = threading.Event()

        def take(choice: str, _: Mapping[str, Any]) -> None:
            answers.append(choice)
            answered.set()

        self._stage.ask("closing", facts, take)
        while not answered.wait(1.0):
            if self._stage.over:
                return "close"
        return answers[0]
