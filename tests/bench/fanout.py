"""Figures 1 to 3: time to all, CPU for each delivery, memory for each parked client."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass

from tests.bench import proc
from tests.bench.bench import Bench
from tests.bench.contender import Contender

PARK_S = 180.0
MESSAGE_S = 90.0  # the generator itself gives up after 60 s
BUDGET_S = 40.0  # a slow contender gets fewer messages in a round, but never fewer than LEAST
LEAST = 5


@dataclass(frozen=True)
class Fanout:
    """One contender, one size, one round. Times in ms, CPU in µs, memory in bytes."""

    contender: str
    clients: int
    round: int
    messages: int
    all_ms: list[float]  # for each message: until the last client had it
    first_ms: list[float]  # until the first client had it
    cpu_us: float  # server, for each delivery and the poll that follows it
    memory: float  # for each parked client, after parking
    memory_after: float  # the same after all messages
    memory_pss: float  # like memory, shared pages in part
    base_bytes: int  # the server with nobody parked
    answer_bytes: int
    generator_share: float  # generator's CPU time / wall time during fan-out
    reading_share: float  # the part of the wall time it spent on taking answers
    other_cores: float  # processors kept busy by anything else meanwhile
    strays: int  # answers that carried no wanted message

    @property
    def median_ms(self) -> float:
        """The round's median."""
        return statistics.median(self.all_ms)


def measure(bench: Bench, contender: Contender, clients: int, round_: int, most: int) -> Fanout:
    """Park the clients, publish up to ``most`` messages, one after the other."""
    with bench.server(contender) as server:
        server.parked(0)
        base = proc.memory(server.pids)
        with bench.readers(server, clients) as readers:
            strays = readers.event(PARK_S)["strays"]
            server.parked(clients)
            parked = proc.memory(server.pids)
            events = []
            cpu, busy, start = server.cpu_ns(), proc.busy_ns(), time.monotonic()
            generator_cpu = proc.cpu_ns([readers.process.pid])
            for number in range(most):
                readers.tell(["go", f"m{number:07d}"])
                events.append(readers.event(MESSAGE_S))
                server.settle()
                if number + 1 >= LEAST and time.monotonic() - start > BUDGET_S:
                    break
            wall_ns = (time.monotonic() - start) * 1e9
            cpu = server.cpu_ns() - cpu
            generator_cpu = proc.cpu_ns([readers.process.pid]) - generator_cpu
            busy = proc.busy_ns() - busy
            after = proc.memory(server.pids)
    spread_ns = sum(event["all_ns"] for event in events)
    return Fanout(
        contender=contender.name,
        clients=clients,
        round=round_,
        messages=len(events),
        all_ms=[event["all_ns"] / 1e6 for event in events],
        first_ms=[event["first_ns"] / 1e6 for event in events],
        cpu_us=cpu / 1e3 / clients / len(events),
        memory=(parked.uss - base.uss) / clients,
        memory_after=(after.uss - base.uss) / clients,
        memory_pss=(parked.pss - base.pss) / clients,
        base_bytes=base.uss,
        answer_bytes=events[-1]["bytes"],
        generator_share=sum(event["cpu_ns"] for event in events) / spread_ns,
        reading_share=sum(event["reading_ns"] for event in events) / spread_ns,
        other_cores=max(0.0, busy - cpu - generator_cpu) / wall_ns,
        strays=strays + sum(event["strays"] for event in events),
    )
