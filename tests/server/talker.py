"""Somebody who goes on chatting, and remembers everything that went wrong."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import Self
from urllib.parse import urlencode

from tests.running import eventually
from tests.server.raw import RawClient, poll, post


class Talker:
    """Says something, waits until a poll brings it back, and says the next thing."""

    def __init__(
        self,
        port: int,
        room: str = "talk",
        made: Callable[[], socket.socket] = socket.socket,
    ) -> None:
        self.rounds = 0
        self.trouble: list[str] = []
        self._port = port
        self._room = room
        self._made = made
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._talk)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def is_heard(self) -> None:
        """Fails unless the talk goes on from here, without trouble."""
        before = self.rounds
        eventually(lambda: self.trouble or self.rounds >= before + 2)
        assert self.trouble == [], self.trouble

    def _talk(self) -> None:
        try:
            with (
                RawClient(self._port, made=self._made) as sender,
                RawClient(self._port, made=self._made) as reader,
            ):
                cursor = 0
                while not self._stopped.is_set():
                    reader.send(poll(cursor, room=self._room))
                    cursor = self._round(sender, reader)
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
        self.rounds += 1
        return int(heard.json["cursor"])
