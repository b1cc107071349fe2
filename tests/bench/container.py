"""``python -m tests.bench.container IMAGE``: its size, how soon it is ready, how soon it ends.

Ready is the time of the log's line that says so, as podman noted it, less the time at which the
engine says that the process began; from the command line it is more by what the engine needs. The
container has no right, as in its tests. The end is counted from the command `podman stop` on, with
so many polls parked.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from tests.forms.container.container import RunningContainer
from tests.forms.container.engine import Engine
from tests.running import eventually
from tests.server.raw import RawClient, poll

READY_SECONDS: Final = 0.5
STOP_SECONDS: Final = 1.0


class Round(NamedTuple):
    """Seconds, of one container."""

    begun_to_ready: float
    typed_to_ready: float
    stop: float


def measure(engine: Engine, image: str, folder: Path, polls: int) -> Round:
    """Start one on a new folder, park the polls, stop it."""
    typed = time.time()
    with RunningContainer(engine, image, folder) as container, ExitStack() as opened:
        state = engine.podman(
            "inspect", "--format", "{{.State.StartedAt.UnixMicro}}", container.name
        )
        begun = int(state) / 1e6
        ready = ready_at(engine.podman("logs", "--timestamps", container.name))
        crowd = [opened.enter_context(RawClient(container.port)) for _ in range(polls)]
        for client in crowd:
            client.send(poll(0))
        eventually(lambda: container.metric("chat_polls_parked"), lambda now: now == polls, 60)
        asked = time.time()
        if (code := container.stop()) != 0:
            raise AssertionError(f"it ended with {code}")
        state = engine.podman(
            "inspect", "--format", "{{.State.FinishedAt.UnixMicro}}", container.name
        )
        return Round(ready - begun, ready - typed, int(state) / 1e6 - asked)


def ready_at(log: str) -> float:
    """When the line came that says so."""
    for line in log.splitlines():
        moment, _, words = line.partition(" ")
        if words.startswith("ready "):
            return datetime.fromisoformat(moment).timestamp()
    raise AssertionError(f"no line says that it is ready: {log}")


def main() -> int:
    """Print the medians; 1 when one of them is over what is promised."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.container", description=__doc__)
    parser.add_argument("image", help="a name that podman knows, as chat-appliance")
    parser.add_argument("--rounds", type=int, default=7, help="containers, one after another (7)")
    parser.add_argument("--polls", type=int, default=5_000, help="parked when it stops (5000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chat-bench-") as name:
        engine = Engine(Path(name))
        size = engine.inspect(options.image)["Size"]
        rounds = [
            measure(engine, options.image, Path(name, f"data-{number}"), options.polls)
            for number in range(options.rounds)
        ]
    kept = True
    print(f"image                       {size / 1e6:.1f} MB")
    for title, seconds, most in (
        ("begun until ready", [each.begun_to_ready for each in rounds], READY_SECONDS),
        ("podman run until ready", [each.typed_to_ready for each in rounds], None),
        (f"stop with {options.polls:,} polls", [each.stop for each in rounds], STOP_SECONDS),
    ):
        median, worst = statistics.median(seconds), max(seconds)
        kept = kept and (most is None or median <= most)
        promised = f", promised {most:g} s" if most else ""
        print(f"{title:<27} {median:.2f} s (at worst {worst:.2f} s{promised})")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
