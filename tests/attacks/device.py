"""``python -m tests.attacks.device NAME PORT SECONDS ADDRESS...``: the attackers, as a process.

Prints what it did as one line of JSON.
"""

from __future__ import annotations

import json
import select
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.attacks.attack import HOST, Attack, Reads
from tests.attacks.line import Line
from tests.attacks.table import TABLE

RATE: Final = 100
BURST: Final = 500
"""Requests of one device: what it may ask a second, and at once after a rest."""

SIP_SECONDS: Final = 0.1
ANEW: Final = 50
"""Connections made in one turn."""


@dataclass
class Attackers:
    """Some devices that do the same to one server."""

    attack: Attack
    port: int
    addresses: Sequence[str]
    lines: dict[int, Line] = field(default_factory=dict)
    sent: int = 0
    answered: int = 0
    connected: int = 0

    def run(self, seconds: float) -> None:
        """Attack for so long."""
        begun = sipped = time.monotonic()
        self._epoll = select.epoll()
        while (now := time.monotonic()) < begun + seconds:
            self._connect()
            allowed = (BURST + RATE * (now - begun)) * len(self.addresses)
            self._ask(sys.maxsize if self.attack.flood else int(allowed) - self.sent)
            if self.attack.reads is Reads.SLOWLY and now > sipped + SIP_SECONDS:
                sipped = now
                self._sip()
            self._turn()
        for line in list(self.lines.values()):
            self._end(line)

    def _connect(self) -> None:
        most = self.attack.connections * len(self.addresses)
        for _ in range(min(ANEW, most - len(self.lines))):
            self.connected += 1
            source = self.addresses[self.connected % len(self.addresses)]
            line = Line(self.attack, source, (HOST, self.port))
            self.lines[line.socket.fileno()] = line
            self._epoll.register(line.socket, line.events())

    def _ask(self, most: int) -> None:
        count = self.attack.at_once
        for line in [line for line in self.lines.values() if line.idle]:
            if most < count:
                return
            requests = [self.attack.request(self.sent + number) for number in range(count)]
            line.begin(b"".join(requests), count)
            self.sent += count
            most -= count
            self._look_after(line)

    def _sip(self) -> None:
        for line in list(self.lines.values()):
            line.sip()
            self._look_after(line)

    def _turn(self) -> None:
        for number, event in self._epoll.poll(0.01):
            line = self.lines[number]
            if event & (select.EPOLLERR | select.EPOLLHUP | select.EPOLLRDHUP):
                line.closed = True
            if event & select.EPOLLIN:
                line.read()
            if event & select.EPOLLOUT:
                line.send()
            self._look_after(line)

    def _look_after(self, line: Line) -> None:
        if line.closed or (self.attack.hangs_up and line.done):
            self._end(line)
        else:
            self._epoll.modify(line.socket, line.events())

    def _end(self, line: Line) -> None:
        self.answered += line.answers
        del self.lines[line.socket.fileno()]
        line.close()


def main() -> None:
    """Attack, and say what was done."""
    name, port, seconds, *addresses = sys.argv[1:]
    attackers = Attackers(TABLE[name], int(port), addresses)
    attackers.run(float(seconds))
    done = {"sent": attackers.sent, "answered": attackers.answered}
    print(json.dumps({**done, "connected": attackers.connected}))


if __name__ == "__main__":
    main()
