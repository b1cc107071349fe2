"""Somebody who just chats while others attack."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Final, Self

from tests.attacks.attack import HOST, get, post
from tests.server.raw import Answer, RawClient

OK: Final = 200
PAUSE_SECONDS: Final = 0.05


class Unanswered(Exception):
    """The healthy client got something else than its due; the text says what."""


class Healthy:
    """Two connections of one member, as a page has: a poll that is held, and posts."""

    def __init__(self, port: int, made: Callable[[], socket.socket]) -> None:
        self._opened = ExitStack()
        self._port = port
        self._made = made
        self._cursor = 0
        self.said = 0
        self.slowest = 0.0

    def __enter__(self) -> Self:
        self._polls, self._posts = (
            self._opened.enter_context(RawClient(self._port, host=HOST, made=self._made))
            for _ in range(2)
        )
        self._cursor = int(
            self._asked(self._polls, get("/sub?room=healthy&since=0&wait=0")).json["cursor"]
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def talk(self) -> None:
        """Say something, and wait for it to come back. Raises Unanswered."""
        begun = time.monotonic()
        self.said += 1
        words = f"message={self.said}&nick=Ada&room=healthy"
        try:
            self._polls.send(get(f"/sub?room=healthy&since={self._cursor}&wait=60"))
            self._asked(self._posts, post(words.encode()))
            heard = self._checked(self._polls.answer())
        except (OSError, AssertionError) as error:
            passed = time.monotonic() - begun
            raise Unanswered(f"{type(error).__name__} after {passed:.1f} s: {error}") from error
        if heard.messages != [str(self.said)]:
            raise Unanswered(f"heard {heard.messages} instead of {self.said}")
        self._cursor = int(heard.json["cursor"])
        self.slowest = max(self.slowest, time.monotonic() - begun)
        time.sleep(PAUSE_SECONDS)  # people think between two messages

    def _asked(self, client: RawClient, request: bytes) -> Answer:
        return self._checked(client.ask(request))

    def _checked(self, answer: Answer) -> Answer:
        if answer.status != OK:
            raise Unanswered(f"{answer.status}: {answer.body.decode()[:200]}")
        return answer
