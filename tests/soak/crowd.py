"""``python -m tests.soak.crowd HOST PORT FIRST COUNT SINCE SEED SOURCE...``: readers, as a process.

Obeys its standard input: `hangup N`, `slow N SECONDS`, `report`; a report is a line of JSON. Ends
when the input does.
"""

from __future__ import annotations

import heapq
import json
import os
import random
import select
import sys
import time
from collections.abc import Sequence
from typing import Any, Final

from tests.soak.reader import OK, Reader

BACK_SECONDS: Final = (0.2, 1.5)
"""Until who lost its connection comes back, as the page does."""

ANSWER_SECONDS: Final = 60.0
"""Without a word for so long, a connection is given up: the network may have been away."""


class Crowd:
    """Readers on one loop."""

    def __init__(self, readers: Sequence[Reader], rng: random.Random) -> None:
        self._readers = {reader.number: reader for reader in readers}
        self._rng = rng
        self._epoll = select.epoll()
        self._at: dict[int, Reader] = {}
        self._heard: dict[int, float] = {}
        self._due: list[tuple[float, int]] = []
        self._slow: set[Reader] = set()
        for reader in readers:
            self._later(reader, rng.uniform(0, 1))

    def run(self) -> None:
        """Read until the input ends."""
        self._epoll.register(sys.stdin, select.EPOLLIN)
        swept = time.monotonic()
        while True:
            for number, event in self._epoll.poll(0.05):
                if number == sys.stdin.fileno():
                    line = os.read(number, 4_096).decode()
                    if not line:
                        return
                    for command in line.splitlines():
                        self._obey(command.split())
                elif number in self._at:
                    self._turn(self._at[number], event)
            now = time.monotonic()
            self._bring_back(now)
            if now > swept + 1:
                swept = now
                self._give_up(now)

    def _turn(self, reader: Reader, event: int) -> None:
        assert reader.socket is not None
        if event & select.EPOLLOUT:
            self._epoll.modify(reader.socket, select.EPOLLIN)
            if not reader.poll():
                self._lose(reader)
            return
        status = reader.read()
        self._heard[reader.number] = time.monotonic()
        if status is None:
            self._lose(reader)
        elif status == OK:
            if not reader.poll():
                self._lose(reader)
        elif status:
            self._lose(reader)  # it is asked to wait, and comes back

    def _lose(self, reader: Reader) -> None:
        if reader.socket is not None:
            self._at.pop(reader.socket.fileno(), None)
        reader.close()
        self._slow.discard(reader)
        self._later(reader, self._rng.uniform(*BACK_SECONDS))

    def _later(self, reader: Reader, seconds: float) -> None:
        heapq.heappush(self._due, (time.monotonic() + seconds, reader.number))

    def _bring_back(self, now: float) -> None:
        while self._due and self._due[0][0] <= now:
            reader = self._readers[heapq.heappop(self._due)[1]]
            if reader in self._slow and reader.socket is not None:
                self._slow.discard(reader)
                self._epoll.modify(reader.socket, select.EPOLLIN)
            if reader.socket is not None:
                continue
            number = reader.connect()
            self._at[number] = reader
            self._heard[reader.number] = now
            self._epoll.register(number, select.EPOLLOUT)

    def _give_up(self, now: float) -> None:
        for reader in list(self._at.values()):
            if self._heard[reader.number] < now - ANSWER_SECONDS:
                self._lose(reader)

    def _obey(self, words: list[str]) -> None:
        if words[0] == "report":
            print(json.dumps(self._report()), flush=True)
            return
        chosen = self._rng.sample(list(self._at.values()), min(int(words[1]), len(self._at)))
        for reader in chosen:
            if words[0] == "hangup":
                self._lose(reader)
            elif reader.socket is not None:
                self._slow.add(reader)
                self._epoll.modify(reader.socket, 0)
                self._later(reader, float(words[2]))

    def _report(self) -> dict[str, Any]:
        return {
            "readers": [(each.start, each.cursor, each.count) for each in self._readers.values()],
            "connected": len(self._at),
            "pleas": sum(each.pleas for each in self._readers.values()),
            "trouble": [each.trouble for each in self._readers.values() if each.trouble][:3],
        }


def main() -> None:
    """Make the readers, and let them read."""
    host, port, first, count, since, seed, *sources = sys.argv[1:]
    readers = [
        Reader(int(first) + at, int(since), sources[at % len(sources)], (host, int(port)))
        for at in range(int(count))
    ]
    Crowd(readers, random.Random(seed)).run()


if __name__ == "__main__":
    main()
