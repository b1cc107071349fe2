"""``python -m tests.bench.transfers FOLDER``: files sent and fetched, beside nginx; what a message
takes to all of a crowd while ten are sent; what of it this machine's disk and processor take.

The folder's disk is the one that is measured. Rounds alternate; before each transfer everything is
on disk.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from tests.bench import generator
from tests.bench.before import BEFORE, before
from tests.bench.bench import Bench, cores, say
from tests.bench.carrier import MIB, Carrier, OurCarrier
from tests.bench.contender import CONTENDERS, ROOT, Contender, Site, nginx
from tests.bench.fanout import MESSAGE_S, PARK_S
from tests.bench.server import Server, until

CARRIED: Final = 10
CARRIED_MIB: Final = 200
PARKED: Final = 5_000
SYNCED: Final = "nginx, until it is on disk"


class Carried(NamedTuple):
    """Seconds of one transfer, and of the server's processors."""

    seconds: float
    cpu: float


def _nginx(site: Site) -> list[str]:
    return nginx(site, "nginx-files.conf.in")


NGINX: Final = Contender("nginx", "nginx: WebDAV's PUT, a static file", _nginx, "/")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.transfers", description=__doc__)
    add = parser.add_argument
    add("folder", type=Path, help="where all is kept meanwhile; it is made")
    add("--rounds", type=int, default=5, help="alternating rounds (5)")
    add("--mib", type=int, default=1_024, help="of each file that is sent alone (1024)")
    add("--before", metavar="COMMIT", help="also the program as it was then")
    add("--crowd", action="store_true", help="only a message to 5,000 beside ten that are sent")
    options = parser.parse_args()
    options.folder.mkdir(parents=True)
    rows = [CONTENDERS["ours"], NGINX]
    if options.before:
        rows.insert(1, before(options.before, options.folder / BEFORE))
    server_cores, other_cores = cores(pin=False)
    programs = generator.build(options.folder)
    bench = Bench(options.folder, programs, None, server_cores, other_cores, PARKED)
    try:
        if options.crowd:
            _crowd(bench, [row for row in rows if row is not NGINX], options.rounds)
        else:
            _machine(options.folder / "plain", options.mib * MIB)
            _alone(bench, rows, options.rounds, options.mib * MIB)
    finally:
        shutil.rmtree(options.folder, ignore_errors=True)


# What the machine takes


def _machine(path: Path, size: int) -> None:
    """Print how fast its disk is written to, and how fast a processor hashes."""
    piece = os.urandom(MIB)
    os.sync()
    began = time.monotonic()
    with path.open("wb", buffering=0) as file:
        for _ in range(size // MIB):
            file.write(piece)
        written = time.monotonic() - began
        os.fdatasync(file.fileno())
        synced = time.monotonic() - began
    path.unlink()
    began = time.process_time()
    for _ in range(size // MIB):
        hashlib.sha256(piece)
    hashed = time.process_time() - began
    print(f"{size // MIB} MiB written: {written:.2f} s, on disk: {synced:.2f} s")
    print(f"{size // MIB} MiB hashed: {hashed:.2f} s of a processor", flush=True)


# One at a time


def _alone(bench: Bench, rows: list[Contender], rounds: int, size: int) -> None:
    sent: dict[str, list[Carried]] = {name: [] for name in (*(row.name for row in rows), SYNCED)}
    fetched: dict[str, list[Carried]] = {row.name: [] for row in rows}
    for round_ in range(rounds):
        for row in rows:
            with bench.server(row) as server:
                carrier = (Carrier if row is NGINX else OurCarrier)(server.site.port)
                path = carrier.prepare(size)
                sent[row.name].append(_timed(server, partial(carrier.send, path, size)))
                if row is NGINX:
                    more = _synced(server.site.folder / path[1:])
                    last = sent[row.name][-1]
                    sent[SYNCED].append(last._replace(seconds=last.seconds + more))
                shared = carrier.share(path)
                for _ in range(3):
                    got = _timed(server, partial(carrier.fetch, shared))
                    fetched[row.name].append(got)
            shutil.rmtree(server.site.folder)
            say(f"round {round_ + 1}, {row.name}: {sent[row.name][-1]}, {fetched[row.name][-1]}")
    for what, found in (("sent", sent), ("fetched", fetched)):
        for name, each in found.items():
            ratios = [a.seconds / b.seconds for a, b in zip(found["nginx"], each, strict=True)]
            times = [one.seconds for one in each]
            print(
                f"{what}, {name}: {median(times):.2f} s ({min(times):.2f} to {max(times):.2f}), "
                f"{median(one.cpu for one in each):.2f} s of a processor; as fast as nginx: "
                f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})",
                flush=True,
            )


def _synced(path: Path) -> float:
    """Seconds until a file is on disk."""
    began = time.monotonic()
    with path.open("rb+") as file:
        os.fdatasync(file.fileno())
    return time.monotonic() - began


def _timed(server: Server, work: Callable[[], object]) -> Carried:
    os.sync()
    server.settle()
    cpu, began = server.cpu_ns(), time.monotonic()
    work()
    took = time.monotonic() - began
    return Carried(took, (server.cpu_ns() - cpu) / 1e9)


# Beside a crowd


def _crowd(bench: Bench, rows: list[Contender], rounds: int) -> None:
    for round_ in range(rounds):
        for row in rows:
            with bench.server(row) as server:
                with _carrying(server) as alone:
                    until(lambda: len(alone) > 2, PARK_S, "sending three times ten files")
                with bench.readers(server, PARKED) as readers:
                    readers.event(PARK_S)
                    server.parked(PARKED)
                    quiet = [_told(server, readers) for _ in range(20)]
                    with _carrying(server) as beside:
                        until(lambda: bool(beside), PARK_S, "sending ten files")
                        busy = [_told(server, readers) for _ in range(20)]
                        until(lambda: len(beside) > 3, PARK_S, "sending ten files again")
            shutil.rmtree(server.site.folder)
            print(
                f"round {round_ + 1}, {row.name}: to all {median(quiet):.1f} ms, beside "
                f"{CARRIED} that are sent {median(busy):.1f} ms: "
                f"{median(busy) / median(quiet):.2f}; these alone {median(alone):.2f} s, beside "
                f"{PARKED} polls {median(beside[1:]):.2f} s",
                flush=True,
            )


def _told(server: Server, readers: generator.Generator) -> float:
    """Milliseconds until all have a message."""
    until(lambda: server.gauge() == PARKED, PARK_S, "parking")
    readers.tell(["go", "m0000000"])
    return float(readers.event(MESSAGE_S)["all_ns"]) / 1e6


@contextmanager
def _carrying(server: Server) -> Iterator[list[float]]:
    """Ten files are sent again and again; how long each ten took."""
    took: list[float] = []
    words = [str(server.site.port), str(CARRIED), str(CARRIED_MIB)]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.carrier", *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        reader = threading.Thread(
            target=lambda: took.extend(map(float, process.stdout or ())), daemon=True
        )
        reader.start()
        try:
            yield took
        finally:
            if process.stdin:
                process.stdin.close()
            reader.join()


if __name__ == "__main__":
    main()
