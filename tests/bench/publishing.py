"""Figure 4: how many messages a second the server takes, with nobody parked."""

from __future__ import annotations

from dataclasses import dataclass

from tests.bench.bench import Bench
from tests.bench.contender import Contender

CONNECTIONS = 32
SLACK_S = 60.0


@dataclass(frozen=True)
class Publishing:
    """One contender, one round: closed loop on ``CONNECTIONS`` keep-alive connections."""

    contender: str
    round: int
    rate: float  # messages a second
    p50_ms: float
    p99_ms: float
    max_ms: float
    cpu_us: float  # server, for each message
    generator_share: float


def measure(bench: Bench, contender: Contender, round_: int, seconds: int) -> Publishing:
    """Publish for ``seconds`` after half a second that is not counted."""
    with bench.server(contender) as server:
        before = server.cpu_ns()
        with bench.publishers(server, CONNECTIONS, seconds) as publishers:
            event = publishers.event(seconds + SLACK_S)
        # The server also worked in the half second before counting: take its part of the time.
        part = event["wall_ns"] / (event["wall_ns"] + event["warm_ns"])
        server.settle()
        cpu = (server.cpu_ns() - before) * part
    return Publishing(
        contender=contender.name,
        round=round_,
        rate=event["count"] / event["wall_ns"] * 1e9,
        p50_ms=event["p50_ns"] / 1e6,
        p99_ms=event["p99_ns"] / 1e6,
        max_ms=event["max_ns"] / 1e6,
        cpu_us=cpu / 1e3 / event["count"],
        generator_share=event["cpu_ns"] / event["wall_ns"],
    )
