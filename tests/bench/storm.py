"""Figure 6: a server is killed and comes back; how long until all its clients chat again."""

from __future__ import annotations

from dataclasses import dataclass

from tests.bench.bench import Bench
from tests.bench.contender import Contender
from tests.bench.fanout import MESSAGE_S, PARK_S
from tests.bench.generator import Generator
from tests.bench.server import Server
from tests.bench.watch import Watch

CLIENTS = 5_000
RETURN_S = 60.0


@dataclass(frozen=True)
class Storm:
    """One contender, one round. Times in ms, from the moment at which it listens again."""

    contender: str
    clients: int
    round: int
    connected_ms: float  # the last client's connection is made, by the kernel at least
    accepted_ms: float  # the server has so many files open: all connections but its own few dozen
    parked_ms: float  # it has nothing more to do: all polls are held
    delivery_ms: float  # from a publish then, until all have it
    cpu_us: float  # server, from listening to parked, for each client
    again: int  # clients that had to send something twice: the queue was full

    @property
    def whole_ms(self) -> float:
        """Until all are parked, and one message has reached all."""
        return self.parked_ms + self.delivery_ms


def measure(bench: Bench, contender: Contender, round_: int, clients: int = CLIENTS) -> Storm:
    """Park the clients, let each have one message, kill the server, and see them come back."""
    with bench.server(contender) as server, bench.readers(server, clients) as crowd:
        crowd.event(PARK_S)
        server.parked(clients)
        crowd.tell(["go", "m0000000"])
        crowd.event(MESSAGE_S)
        server.settle()
        crowd.tell(["storm"])
        crowd.event(PARK_S)
        server.kill()
        crowd.tell(["dead"])
        server.start()
        return _come_back(server, crowd, contender, round_, clients)


def _come_back(
    server: Server, crowd: Generator, contender: Contender, round_: int, clients: int
) -> Storm:
    begun = crowd.event(RETURN_S)["at_ns"]
    watch = Watch(server, begun)
    first = watch.look()
    while not crowd.has_event() and watch.look().at_ns < begun + RETURN_S * 1e9:
        pass
    back = crowd.event(RETURN_S)  # or why there is none
    parked = watch.quiet_since(RETURN_S)
    cpu = server.cpu_ns() - first.cpu_ns
    server.parked(clients)
    crowd.tell(["go", "m0000001"])
    message = crowd.event(MESSAGE_S)
    return Storm(
        contender=contender.name,
        clients=clients,
        round=round_,
        connected_ms=back["connected_ns"] / 1e6,
        accepted_ms=(watch.files_reached(clients) - begun) / 1e6,
        parked_ms=(parked - begun) / 1e6,
        delivery_ms=message["all_ns"] / 1e6,
        cpu_us=cpu / 1e3 / clients,
        again=back["again"],
    )
