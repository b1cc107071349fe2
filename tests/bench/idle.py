"""Figure 5: what parked polls cost while nothing is said."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tests.bench import proc
from tests.bench.bench import Bench, say
from tests.bench.contender import Contender
from tests.bench.fanout import PARK_S

CLIENTS = 5_000


@dataclass(frozen=True)
class Idle:
    """One contender and one form of its poll; figures are for ``seconds``."""

    contender: str
    poll: str
    clients: int
    seconds: float
    cpu_s: float
    switches: int  # voluntary
    cpu_base_s: float  # the same server, over the same time, with nobody parked
    switches_base: int


def measure(bench: Bench, contender: Contender, label: str) -> Idle:
    """Hold nobody and then ``CLIENTS`` polls, for as long, without a message."""
    path, seconds = contender.idle_polls[label]
    with bench.server(contender) as server:
        server.parked(0)

        def spend() -> tuple[float, int]:
            cpu, switches = server.cpu_ns(), proc.switches(server.pids)
            time.sleep(seconds)  # the measured span itself
            return (server.cpu_ns() - cpu) / 1e9, proc.switches(server.pids) - switches

        base = spend()
        with bench.readers(server, CLIENTS, path) as readers:
            readers.event(PARK_S)
            server.parked(CLIENTS)
            held = spend()
    say(f"idle, {contender.name}, {label}: {held[0]:.3f} s of CPU in {seconds} s")
    return Idle(contender.name, label, CLIENTS, seconds, held[0], held[1], base[0], base[1])
