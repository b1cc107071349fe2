"""``python -m tests.soak``: an hour of everything that may happen, and what is left of it."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.soak.clients import Clients
from tests.soak.soak import Report, Soak
from tests.soak.world import world

SHOWN = 20


def table(report: Report) -> str:
    """The report in Markdown, for docs/measurements.md."""
    mb = 1024 * 1024
    lines = [
        f"{report.seconds / 60:.0f} minutes, {report.clients:,} readers,",
        f"{report.messages:,} messages, {report.deliveries:,} deliveries,",
        f"{report.checks:,} looks at the health ({report.silent:,} without an answer)",
        "",
        "| quiet | memory | files | threads | WAL |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {use.memory / mb:.1f} MB | {use.files:,} | {use.threads} "
        f"| {use.wal / mb:.1f} MB |"
        for name, use in report.quiet
    ]
    lines += ["", "| fault | times | well again after, at worst |", "|---|---|---|"]
    lines += [
        f"| {name} | {len(times)} | {max(times):.1f} s |" for name, times in report.faults.items()
    ]
    lines += ["", f"{len(report.wrong)} wrong", *report.wrong[:SHOWN]]
    return "\n".join(lines)


def main() -> int:
    """Soak and print; 1 when something was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0, help="it takes, about (60)")
    parser.add_argument("--clients", type=int, default=2_000, help="that read (2000)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the order of faults")
    options = parser.parse_args()
    print(f"seed {options.seed}", file=sys.stderr)
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="chat-soak-") as name:
        folder = Path(name)
        with world(folder) as place, Clients(place, folder, options.clients, rng) as clients:
            report = Soak(place, clients, rng).run(
                options.minutes * 60, lambda words: print(words, file=sys.stderr, flush=True)
            )
    print(table(report))
    return int(bool(report.wrong))


if __name__ == "__main__":
    sys.exit(main())
