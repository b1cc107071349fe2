"""`make fuzz`: prints the figures of a run, and fails if something was not as it should be."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fuzz.run import STREAMING, Figures, run


def main() -> int:
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument(
        "--count", type=int, default=100_000, help="requests (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the chance (default: %(default)s)")
    parser.add_argument(
        "--streaming", action="store_true", help="to a chat that reads every body as a stream"
    )
    chosen = parser.parse_args()
    program = STREAMING if chosen.streaming else "appliance"
    with tempfile.TemporaryDirectory() as folder:
        figures = run(Path(folder), chosen.count, chosen.seed, program=program)
    print(table(figures, chosen.seed))
    for trouble in figures.troubles:
        print(f"NOT RIGHT: {trouble}")
    return 1 if figures.troubles else 0


def table(seen: Figures, seed: int) -> str:
    healthy = seen.healthy
    rows = {
        "seed": seed,
        "requests": f"{seen.tried:,}",
        "connections": f"{seen.connections:,}",
        "sent": f"{seen.megabytes:,.0f} MB",
        "time": f"{seen.seconds:,.0f} s",
        "answers": ", ".join(f"{status}: {count:,}" for status, count in seen.statuses.items()),
        "memory, warm and at the end": f"{seen.warm.memory:,} KiB, {seen.end.memory:,} KiB",
        "open files": f"{seen.warm.files}, {seen.end.files}",
        "threads": f"{seen.warm.threads}, {seen.end.threads}",
        "healthy client": f"{healthy['rounds']:,} posts heard, {len(healthy['trouble'])} errors",
        "its delay: median, p99, worst": ", ".join(
            f"{healthy[which] * 1e3:,.1f} ms" for which in ("median", "p99", "worst")
        ),
        "exit": seen.code,
    }
    return "\n".join(
        ["| | |", "| --- | --- |", *(f"| {row} | {is_} |" for row, is_ in rows.items())]
    )


if __name__ == "__main__":
    sys.exit(main())
