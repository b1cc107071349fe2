"""Somebody who goes on chatting, and remembers everything that went wrong."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Self
from urllib.parse import urlencode

from tests.running import eventually
from tests.server.raw import RawClient, poll, post


class Talker:
    """Says something, waits until a poll brings it back, and says the next thing after a pause."""

    def __init__(
        self,
        port: int,
        room: str = "talk",
        made: Callable[[], socket.socket] = socket.socket,
        *,
        host: str = "127.0.0.1",
        pause: float = 0.0,
    ) -> None:
        self.rounds = 0
        self.took: list[float] = []
        """Seconds of each round."""
        self.trouble: list[str] = []
        self._connected = partial(RawClient, port, host=host, made=made)
        self._room = room
        self._pause = pause
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._talk)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def is_heard(self, seconds: float = 10.0) -> None:
        """Fails unless the talk goes on from here within so long, without trouble."""
        before = self.rounds
        eventually(lambda: self.trouble or self.rounds >= before + 2, seconds=seconds)
        assert self.trouble == [], self.trouble

    def _talk(self) -> None:
        try:
            with self._connected() as sender, self._connected() as reader:
                cursor = 0
                while not self._stopped.wait(self._pause):
                    began = time.monotonic()
                    reader.send(poll(cursor, room=self._room))
                    cursor = self._round(sender, reader)
                    self.took.append(time.monotonic() - began)
                    self.rounds += 1
        except (AssertionError, OSError) as error:
            self.trouble.append(repr(error))

    def _round(self, sender: RawClient, reader: RawClient) -> int:
        words = f"round {self.rounds}"
        form = urlencode({"nick": "Talker", "message": words, "room": self._room})
        said = sender.ask(post(form.encode()))
        assert said.status == 200, said
        heard = reader.answer()
        assert heard.status == 200, heard
        assert heard.messages == [words], heard
        return int(heard.json["cursor"])
