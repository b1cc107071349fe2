"""What ours promises beside its peers, and whether this run kept it."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter

from tests.bench.before import BEFORE
from tests.bench.run import Results

STORM_LIMIT = 1.5  # of nchan's time
MEMORY_LIMIT = 2048.0  # bytes in user space for each parked client
SLOWER_LIMIT = 1.05  # of what it was at another commit
PUBLISHING_LIMIT = 0.9  # of the rate then, though the history and the index are kept as well


@dataclass(frozen=True)
class Verdict:
    """One target: the median of the rounds' values, their span, and the limit."""

    target: str
    value: float
    low: float
    high: float
    limit: float
    at_most: bool = True  # else: at least

    @property
    def kept(self) -> bool:
        """Whether the median is on the right side of the limit."""
        return self.value <= self.limit if self.at_most else self.value >= self.limit


Rounds = dict[int, float]  # round -> figure


def ratios(ours: Rounds, theirs: Rounds) -> list[float]:
    """Ours over theirs, paired by round; rounds that one of them misses are left out."""
    return [ours[round_] / theirs[round_] for round_ in sorted(ours.keys() & theirs.keys())]


def verdict(target: str, values: list[float], limit: float, *, at_most: bool = True) -> Verdict:
    """The verdict on ``values``, one for each round; there must be one."""
    middle = statistics.median(values)
    return Verdict(target, middle, min(values), max(values), limit, at_most)


def judge(results: Results) -> list[Verdict]:
    """All targets that this run has the figures for."""
    found: list[Verdict] = []
    for clients in sorted({row.clients for row in results.fanout}):

        def rounds(name: str, figure: Callable[..., float], size: int = clients) -> Rounds:
            rows = [r for r in results.fanout if r.contender == name and r.clients == size]
            return {row.round: figure(row) for row in rows}

        for peer, limit in (("nchan", 1.1), ("kernel", 1.25)):
            values = ratios(rounds("ours", _time), rounds(peer, _time))
            found += _some(f"time to all of {clients:,} / {peer}'s", values, limit)
        values = ratios(rounds("ours", _cpu), rounds("nchan", _cpu))
        found += _some(f"CPU for a delivery to {clients:,} / nchan's", values, 1.0)
        for what, figure in (("time to all", _time), ("CPU", _cpu), ("bytes", _memory)):
            values = ratios(rounds("ours", figure), rounds(BEFORE, figure))
            found += _some(f"{what} of {clients:,} / that before", values, SLOWER_LIMIT)
        memory = list(rounds("ours", _memory).values())
        found += _some(f"bytes for each of {clients:,} parked", memory, MEMORY_LIMIT)
    found += _publishing(results)
    ours, theirs = (
        {row.round: row.whole_ms for row in results.storm if row.contender == name}
        for name in ("ours", "nchan")
    )
    found += _some("a storm, until all have a message / nchan's", ratios(ours, theirs), STORM_LIMIT)
    return found


def _publishing(results: Results) -> list[Verdict]:
    def rounds(name: str, figure: Callable[..., float]) -> Rounds:
        return {row.round: figure(row) for row in results.publishing if row.contender == name}

    rate, cpu = attrgetter("rate"), attrgetter("cpu_us")
    durable = ratios(rounds("ours", rate), rounds("starlette", rate))
    faster = ratios(rounds("ours", rate), rounds(BEFORE, rate))
    dearer = ratios(rounds("ours", cpu), rounds(BEFORE, cpu))
    return [
        *_some("publishing, durable / starlette's in memory", durable, 1.0, False),
        *_some("publishing / that before", faster, PUBLISHING_LIMIT, False),
        *_some("CPU for a message / that before", dearer, 1 / PUBLISHING_LIMIT),
    ]


def _time(row: object) -> float:
    return float(row.median_ms)  # type: ignore[attr-defined]


def _cpu(row: object) -> float:
    return float(row.cpu_us)  # type: ignore[attr-defined]


def _memory(row: object) -> float:
    return float(max(row.memory, row.memory_after))  # type: ignore[attr-defined]


def _some(
    target: str, values: list[float], limit: float, at_most: bool = True
) -> Iterable[Verdict]:
    return [verdict(target, values, limit, at_most=at_most)] if values else []
