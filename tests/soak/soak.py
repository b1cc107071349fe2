"""The soak: its order of things, and what must hold at the end."""

from __future__ import annotations

import random
import re
import time
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from tests.feed.logs import ask
from tests.running import eventually
from tests.soak.clients import Clients
from tests.soak.fault import FAULTS, Fault
from tests.soak.sender import text
from tests.soak.watch import Use, Watch
from tests.soak.world import World

FAULT_SECONDS: Final = (3.0, 6.0)
CALM_SECONDS: Final = (2.0, 6.0)
RECOVERY_SECONDS: Final = 20.0
QUIET_SECONDS: Final = 60.0
MEMORY_MORE: Final = 24 * 1024 * 1024
"""Bytes by which memory may grow: the newest entries are held there, up to a bound."""

FILES_MORE: Final = 8
THREADS_MORE: Final = 2
WAL_MOST: Final = 8 * 1024 * 1024

EXPECTED: Final = re.compile(r"^[ |]*(?:MemoryError|.*can't start new thread)", re.MULTILINE)
"""The ends of tracebacks that faults bring about: what they hit is said, and outlived."""

ALL: Final = """
    SELECT id, json_extract(fields, '$.message') FROM log ORDER BY id
"""


@dataclass
class Report:
    """What was seen; `wrong` are the sentences of what must not be."""

    seconds: float = 0.0
    clients: int = 0
    faults: dict[str, list[float]] = field(default_factory=dict)  # seconds until it was well again
    quiet: list[tuple[str, Use]] = field(default_factory=list)
    messages: int = 0
    deliveries: int = 0
    checks: int = 0
    silent: int = 0
    wrong: list[str] = field(default_factory=list)


class Soak:
    """Rounds of all faults and restarts, in an order that `rng` decides.

    A round takes about two minutes; with a `pace` below 1, so much less.
    """

    def __init__(
        self, world: World, clients: Clients, rng: random.Random, pace: float = 1.0
    ) -> None:
        self._pace = pace
        self._world = world
        self._clients = clients
        self._rng = rng
        self._watch = Watch(world)
        self.report = Report(clients=clients.count)

    def run(self, seconds: float, say: Callable[[str], None]) -> Report:
        """Begin rounds for so long, and check what is left."""
        self._rest("begin")
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            part = (time.monotonic() - begun) / seconds
            for what in self._round(restarts=part < 2 / 3):
                what()
                self._look("calm", *CALM_SECONDS)
            self._rest(f"{(time.monotonic() - begun) / 60:.0f} min")
            say(f"{self.report.quiet[-1]}, {len(self._wrong())} wrong")
        self._rest("end")
        self._compare()
        self._settle()
        self.report.seconds = time.monotonic() - begun
        return self.report

    def _round(self, *, restarts: bool) -> list[Callable[[], None]]:
        order: list[Callable[[], None]] = [partial(self._break, fault) for fault in FAULTS]
        order.append(self._kill_readers)
        if restarts:
            order += [self._kill, self._restart]
        self._rng.shuffle(order)
        return order

    def _break(self, fault: Fault) -> None:
        with fault.on(self._world):
            self._look(fault.name, *FAULT_SECONDS)
        self._recover(fault.name)

    def _kill_readers(self) -> None:
        self._clients.kill_some(self._watch.last())

    def _kill(self) -> None:
        self._world.server.kill()
        self._world.server.start()
        self._recover("SIGKILL")

    def _restart(self) -> None:
        code = self._world.server.stop()
        if code:
            self.report.wrong.append(f"SIGTERM ended it with {code}")
        self._world.server.start()
        self._recover("SIGTERM")

    def _look(self, name: str, least: float, most: float) -> None:
        deadline = time.monotonic() + self._pace * self._rng.uniform(least, most)
        while time.monotonic() < deadline:
            self._watch.check(name)
            self._clients.churn()

    def _recover(self, name: str) -> None:
        begun = time.monotonic()
        while not self._watch.check(f"after {name}"):
            if time.monotonic() > begun + RECOVERY_SECONDS:
                self.report.wrong.append(f"not well {RECOVERY_SECONDS:.0f} s after {name}")
                break
        self.report.faults.setdefault(name, []).append(time.monotonic() - begun)
        if trouble := self._clients.trouble():
            raise AssertionError(trouble)

    def _rest(self, name: str) -> None:
        """Wait until everybody is parked, and see what the server uses then."""
        least = self._clients.count - 5  # some are just being answered
        eventually(
            lambda: self._watch.metric("chat_polls_parked"), lambda now: now >= least, QUIET_SECONDS
        )
        self.report.quiet.append((name, self._watch.use()))

    def _compare(self) -> None:
        begin, end = self.report.quiet[0][1], self.report.quiet[-1][1]
        for what, more, most in (
            ("memory", end.memory - begin.memory, MEMORY_MORE),
            ("files", end.files - begin.files, FILES_MORE),
            ("threads", end.threads - begin.threads, THREADS_MORE),
            ("WAL", end.wal, WAL_MOST),
        ):
            if more > most:
                self.report.wrong.append(f"{what} grew: {begin} became {end}")

    def _settle(self) -> None:
        """Let all readers catch up, and compare them and the receipts with the log."""
        self._clients.stop_sending()
        self._recover("the end")
        last = self._watch.last()
        heard = eventually(
            self._clients.heard, lambda found: all(each.cursor >= last for each in found), 60
        )
        self._watch.close()
        self._world.server.stop()
        log = ask(self._world.data / "chat.db", ALL)
        self._compare_log(dict(log), [words for _, words in log])
        numbers = [number for number, _ in log]
        for each in heard:
            there = bisect_right(numbers, each.cursor) - bisect_right(numbers, each.start)
            if there != each.entries:
                self.report.wrong.append(f"a reader heard {each.entries} of {there}: {each}")
        self.report.messages = len(log)
        self.report.deliveries = sum(each.entries for each in heard)
        self.report.checks, self.report.silent = self._watch.asked, self._watch.silent
        self.report.wrong += self._wrong()

    def _compare_log(self, log: dict[int, str], texts: list[str]) -> None:
        receipts = {text(name, number): id_ for name, number, id_ in self._clients.receipts()}
        for words, number in {**receipts, **self._watch.receipts}.items():
            if log.get(number) != words:
                self.report.wrong.append(f"acknowledged as {number} and lost: {words}")
        if len(set(texts)) != len(texts):
            self.report.wrong.append(f"{len(texts) - len(set(texts))} are stored twice")

    def _wrong(self) -> list[str]:
        errors = self._world.server.errors.read_text()
        surprises = errors.count("Traceback") - len(EXPECTED.findall(errors))
        traces = [f"{surprises} tracebacks: {errors[-1500:]}"] if surprises > 0 else []
        return [*self._watch.wrong, *traces]
