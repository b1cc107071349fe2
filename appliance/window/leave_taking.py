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
        self._asking = threading.Lock()

    def agreed(self) -> bool:
        """Whether the window may close; asks first while other devices are connected, or messages
        wait to be sent. False while that is being asked already.
        """
        return self._agreed(self._others)

    def quit(self, end: Callable[[], None]) -> None:
        """The same for the tray's menu, whose words say already that others use the chat: `end`
        unless somebody does not agree. Nobody waits for the answer: the menu goes on.
        """

        def work() -> None:
            if self._stage.face is not None and self._stage.face.unsent:
                self._stage.to_front()
            if self._agreed(lambda: 0):
                end()

        threading.Thread(target=work, name="quit", daemon=True).start()

    def _agreed(self, others: Callable[[], int]) -> bool:
        face = self._stage.face
        if face is None:
            return True
        if not self._asking.acquire(blocking=False):
            return False
        try:
            facts = {"others": others(), "unsent": face.unsent}
            choice = self._asked(facts) if any(facts.values()) else "close"
        finally:
            self._asking.release()
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
