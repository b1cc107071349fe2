"""The order of things: rounds over all contenders, so that a noisy minute hits everyone."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from tests.bench import fanout, idle, publishing, storm
from tests.bench.bench import Bench, say
from tests.bench.contender import Contender
from tests.bench.failure import Failure, Missing
from tests.bench.fanout import Fanout
from tests.bench.idle import Idle
from tests.bench.publishing import Publishing
from tests.bench.storm import Storm

T = TypeVar("T")
PUBLISH = "publish"  # the key of publishing beside the sizes
STORM = "storm"  # and of the storm


@dataclass
class Results:
    """Everything measured; ``reasons`` says why a (contender, figure) has no result."""

    fanout: list[Fanout] = field(default_factory=list)
    publishing: list[Publishing] = field(default_factory=list)
    idle: list[Idle] = field(default_factory=list)
    storm: list[Storm] = field(default_factory=list)
    reasons: dict[tuple[str, int | str], str] = field(default_factory=dict)
    stopped: bool = False  # by Ctrl-C: the rounds may be incomplete


class Run:
    """One benchmark: hands each measurement to the bench and keeps what comes back."""

    def __init__(self, bench: Bench, contenders: list[Contender]) -> None:
        self.bench = bench
        self.contenders = contenders
        self.results = Results()

    def fanout(self, sizes: list[int], rounds: int, messages: int) -> None:
        """Figures 1 to 3, for each size in alternating rounds: ABC ABC ABC."""
        for clients, round_, row in itertools.product(sizes, range(rounds), self.contenders):
            work = partial(fanout.measure, self.bench, row, clients, round_, messages)
            got = self._try(row, clients, work)
            if got is not None:
                self.results.fanout.append(got)
                self._learn(got)
                say(
                    f"{clients} clients, round {round_ + 1}, {row.name}: "
                    f"{got.median_ms:.1f} ms to all, {got.cpu_us:.1f} µs"
                )

    def publishing(self, rounds: int, seconds: int) -> None:
        """Figure 4, in alternating rounds."""
        for round_, row in itertools.product(range(rounds), self.contenders):
            work = partial(publishing.measure, self.bench, row, round_, seconds)
            got = self._try(row, PUBLISH, work)
            if got is not None:
                self.results.publishing.append(got)
                say(f"publishing, round {round_ + 1}, {row.name}: {got.rate:.0f}/s")

    def idle(self) -> None:
        """Figure 5, once for each form of a contender's poll."""
        for row in self.contenders:
            for label in row.idle_polls:
                work = partial(idle.measure, self.bench, row, label)
                got = self._try(row, f"idle {label}", work)
                if got is not None:
                    self.results.idle.append(got)

    def storm(self, rounds: int) -> None:
        """Figure 6, in alternating rounds."""
        for round_, row in itertools.product(range(rounds), self.contenders):
            got = self._try(row, STORM, partial(storm.measure, self.bench, row, round_))
            if got is not None:
                self.results.storm.append(got)
                say(
                    f"storm, round {round_ + 1}, {row.name}: {got.whole_ms:.0f} ms "
                    f"({got.parked_ms:.0f} until all are parked), {got.cpu_us:.0f} µs a client"
                )

    def _try(self, contender: Contender, figure: int | str, measure: Callable[[], T]) -> T | None:
        """Measure unless this has failed before, at this size or at a smaller one."""
        reasons = self.results.reasons
        for (name, other), reason in list(reasons.items()):
            smaller = isinstance(other, int) and isinstance(figure, int) and other < figure
            if name == contender.name and (other == figure or smaller):
                reasons[name, figure] = reason
                return None
        try:
            return measure()
        except Missing as error:
            reasons[contender.name, figure] = f"skipped: {error}"
        except Failure as error:
            reasons[contender.name, figure] = f"fails: {error}"
        say(f"{contender.name}, {figure}: {reasons[contender.name, figure]}")
        return None

    def _learn(self, got: Fanout) -> None:
        """The kernel's answers are made as long as ours."""
        if got.contender == "ours":
            self.bench.answer_bytes = got.answer_bytes


def as_json(results: Results) -> dict[str, Any]:
    """The results as plain data."""
    return {
        "fanout": [vars(row) for row in results.fanout],
        "publishing": [vars(row) for row in results.publishing],
        "idle": [vars(row) for row in results.idle],
        "storm": [vars(row) for row in results.storm],
        "stopped": results.stopped,
        "reasons": [
            {"contender": name, "figure": figure, "reason": reason}
            for (name, figure), reason in results.reasons.items()
        ],
    }
