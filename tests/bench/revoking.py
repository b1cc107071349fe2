"""``python -m tests.bench.revoking``: how soon a poll ends whose reader may read less than before,
while many others wait, and how many of those are woken by it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.bench import generator
from tests.bench.bench import Bench, cores
from tests.bench.contender import PRIVATE
from tests.bench.fanout import PARK_S
from tests.bench.private_rooms import PEOPLE, token
from tests.bench.server import Server
from tests.running import metric
from tests.server.raw import RawClient, get

SIZES: Final = (1_000, PEOPLE - 1)
VICTIM: Final = f"Cookie: member={token(PEOPLE - 1)}"
MAKER: Final = f"Cookie: member={token(PEOPLE)}"
TAKEN: Final = 'chat_polls_total{head="remembered"}'
PASSCODE: Final = "swordfish 7"


class Scene(NamedTuple):
    """A chat in which others wait, and who does something there."""

    server: Server
    line: RawClient
    host: str
    """The header that shows who is the host."""

    def told(self, method: str, path: str, who: str, **fields: Any) -> Any:
        return self.line.ask(request(method, path, who, **fields)).json


class Orders(NamedTuple):
    """Two requests: one with which somebody may read less, and one that gives it back."""

    order: bytes
    back: bytes


def request(method: str, path: str, who: str, **fields: Any) -> bytes:
    body = json.dumps(fields).encode() if fields else b""
    size = f"Content-Length: {len(body)}"
    return get(path, "Content-Type: application/json", size, who, method=method) + body


def taken_out(scene: Scene) -> Orders:
    """By who made a private room, who is the only one to hear of it."""
    room = scene.told("POST", "/rooms", MAKER, name="Brief", private=True)["room"]
    path = f"/rooms/{room}/members/{_member(scene)}"
    scene.told("PUT", path, MAKER)
    return Orders(request("DELETE", path, MAKER), request("PUT", path, MAKER))


def removed(scene: Scene) -> Orders:
    """By the host. It is told in the lobby: all others hear of it, and of the way back."""
    path = f"/members/{_member(scene)}"
    return Orders(
        request("PUT", path, scene.host, removed=True),
        request("PUT", path, scene.host, removed=False),
    )


def shut_out(scene: Scene) -> Orders:
    """The door gets a passcode, which takes 40 ms to be kept: whoever is here stays, and who has no
    cookie is nobody in particular.
    """
    return Orders(
        request("PUT", "/door", scene.host, mode="passcode", passcode=PASSCODE),
        request("PUT", "/door", scene.host, mode="open"),
    )


def _member(scene: Scene) -> str:
    found: str = scene.told("GET", "/about", VICTIM)["you"]["member"]
    return found


ACTS: Final[tuple[tuple[str, str, Callable[[Scene], Orders]], ...]] = (
    ("taken out of a private room", VICTIM, taken_out),
    ("removed by the host", VICTIM, removed),
    ("put out by a passcode", "Accept: */*", shut_out),
)
"""What is done, the header of whose poll ends by it, and how."""


def main() -> None:
    """Print a line for each act and number of others."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.revoking", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="times for each figure (10)")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="who waits besides")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chat-bench-") as name:
        for clients in map(int, options.sizes.split(",")):
            with scene(Path(name), clients) as here:
                for what, reader, act in ACTS:
                    found = [_once(here, clients, reader, act) for _ in range(options.rounds)]
                    print(f"{clients:,} others wait, one is {what}: {_figures(found)}", flush=True)


@contextmanager
def scene(folder: Path, clients: int) -> Iterator[Scene]:
    """A chat with private rooms, where so many wait."""
    server_cores, other_cores = cores(pin=True)
    place = folder / str(clients)
    place.mkdir()
    programs = generator.build(place)
    bench = Bench(place, programs, None, server_cores, other_cores, PEOPLE)
    with bench.server(PRIVATE["insiders"]) as server, bench.readers(server, clients) as readers:
        readers.event(PARK_S)
        server.parked(clients)
        secret = (server.site.folder / "data" / "admin.token").read_text().strip()
        with RawClient(server.site.port) as line:
            yield Scene(server, line, f"Authorization: Bearer {secret}")


def _once(scene: Scene, clients: int, reader: str, act: Callable[[Scene], Orders]) -> Found:
    orders = act(scene)
    scene.server.parked(clients)
    cursor = scene.told("GET", "/rooms", scene.host)["cursor"]
    with RawClient(scene.server.site.port) as victim:
        victim.send(get(f"/sub?since={cursor}&room=*&wait=60", reader))
        scene.server.parked(clients + 1)
        url = f"http://127.0.0.1:{scene.server.site.port}"
        before = metric(url, TAKEN)
        begun = time.monotonic()
        scene.line.send(orders.order)
        victim.answer()
        taken = (time.monotonic() - begun) * 1e3
    answer = scene.line.answer()
    if answer.status != 200:
        raise SystemExit(f"cannot measure: {answer.json['description']}")
    scene.line.ask(orders.back)  # First: the metrics are behind the door, too.
    scene.server.parked(clients)
    return Found(taken, metric(url, TAKEN) - before)


class Found(NamedTuple):
    """Milliseconds until a poll had ended, and how many others polled anew, for that and for its
    being taken back.
    """

    taken: float
    woken: float


def _figures(found: list[Found]) -> str:
    times = [each.taken for each in found]
    woken = max(each.woken for each in found)
    return (
        f"{statistics.median(times):.1f} ms until the poll ends, {max(times):.1f} at most; "
        f"{woken:.0f} others polled anew at most"
    )


if __name__ == "__main__":
    main()
