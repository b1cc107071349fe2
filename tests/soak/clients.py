"""Everybody who is in the chat during a soak: readers and senders, as processes."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from tests.running import ROOT
from tests.soak.world import DEVICES, World

CROWDS: Final = 4
SENDERS: Final = 4


class Heard(NamedTuple):
    """One reader: so many `entries` after the number `start`, up to `cursor`."""

    start: int
    cursor: int
    entries: int


class Process:
    """One of the other machine's programs."""

    def __init__(self, command: Sequence[str], errors: Path) -> None:
        self._errors = errors
        with errors.open("a") as file:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=file,
                text=True,
                bufsize=1,
            )

    def tell(self, words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(words + "\n")

    def ask(self, words: str) -> dict[str, Any]:
        self.tell(words)
        assert self._process.stdout is not None
        said: dict[str, Any] = json.loads(self._process.stdout.readline())
        return said

    def trouble(self) -> str:
        """Why it ended, if it did."""
        return "" if self._process.poll() is None else self._errors.read_text()[-500:] or "ended"

    def stop(self) -> None:
        """Close its input, and wait for it."""
        self._process.communicate(timeout=30)

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


class Clients:
    """`count` readers in a few processes, and some senders."""

    def __init__(self, world: World, folder: Path, count: int, rng: random.Random) -> None:
        self._world = world
        self._folder = folder
        self._rng = rng
        self.count = count
        self._receipts = [folder / f"sender-{number}" for number in range(SENDERS)]
        self._senders: list[Process] = []
        self._crowds: list[Process] = []

    def __enter__(self) -> Self:
        host, port = self._world.place
        for number, file in enumerate(self._receipts):
            words = (host, str(port), f"sender-{number}", str(file))
            command = self._world.outside("sender", *words)
            self._senders.append(Process(command, file.with_suffix(".stderr")))
        self._crowds = [self._crowd(number, 0) for number in range(CROWDS)]
        return self

    def __exit__(self, *_: object) -> None:
        for process in (*self._senders, *self._crowds):
            process.kill()

    def _crowd(self, number: int, since: int) -> Process:
        host, port = self._world.place
        size = self.count // CROWDS
        sources = DEVICES[number::CROWDS]
        words = (host, port, number * size, size, since, self._rng.random(), *sources)
        command = self._world.outside("crowd", *map(str, words))
        return Process(command, self._folder / f"crowd-{number}.stderr")

    def churn(self) -> None:
        """Some hang up and come back, some do not read for a while."""
        crowd = self._rng.choice(self._crowds)
        crowd.tell(f"hangup {self._rng.randint(1, self.count // 40)}")
        crowd.tell(f"slow {self._rng.randint(1, self.count // 100)} {self._rng.uniform(1, 8):.1f}")

    def kill_some(self, since: int) -> None:
        """One process of readers dies; others take their place, and read from `since` on."""
        number = self._rng.randrange(CROWDS)
        self._crowds[number].kill()
        self._crowds[number] = self._crowd(number, since)

    def stop_sending(self) -> None:
        while self._senders:
            self._senders.pop().stop()

    def receipts(self) -> Iterator[tuple[str, int, int]]:
        """Sender, number of its message, and the id that was acknowledged."""
        for file in self._receipts:
            for line in file.read_text().splitlines():
                number, receipt = map(int, line.split())
                yield file.name, number, receipt

    def heard(self) -> list[Heard]:
        """What each reader has heard so far. Fails with their words when one heard wrong."""
        reports = [crowd.ask("report") for crowd in self._crowds]
        wrong = [words for report in reports for words in report["trouble"]]
        assert not wrong, wrong
        return [Heard(*each) for report in reports for each in report["readers"]]

    def trouble(self) -> str:
        """Of a process that ended by itself."""
        return next(
            (why for each in (*self._senders, *self._crowds) if (why := each.trouble())), ""
        )
