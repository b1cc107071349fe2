"""``python -m tests.bench.revoking``: somebody is taken out of a private room while 5,000 wait."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.bench import generator
from tests.bench.bench import Bench, cores
from tests.bench.contender import PRIVATE
from tests.bench.fanout import PARK_S
from tests.bench.private_rooms import PEOPLE, token
from tests.bench.server import Server
from tests.running import metric
from tests.server.raw import RawClient, get

ROUNDS: Final = 10
VICTIM: Final = PEOPLE - 1
TAKEN: Final = 'chat_polls_total{head="remembered"}'


def main() -> None:
    """Print how long each took to lose the poll, and how many others were woken."""
    with tempfile.TemporaryDirectory(prefix="chat-bench-") as name:
        folder = Path(name)
        server_cores, other_cores = cores(pin=True)
        programs = generator.build(folder)
        bench = Bench(folder, programs, None, server_cores, other_cores, PEOPLE)
        with (
            bench.server(PRIVATE["insiders"]) as server,
            bench.readers(server, PEOPLE - 1) as readers,
        ):
            readers.event(PARK_S)
            server.parked(PEOPLE - 1)
            found = [_once(server) for _ in range(ROUNDS)]
    times = [taken for taken, _ in found]
    print(f"{statistics.median(times):.1f} ms until it ends, {max(times):.1f} at most")
    print("others woken:", sum(woken for _, woken in found))


def _once(server: Server) -> tuple[float, float]:
    port = server.site.port
    url = f"http://127.0.0.1:{port}"
    with RawClient(port) as line, RawClient(port) as maker:
        own = f"Cookie: member={token(VICTIM)}"
        by = f"Cookie: member={token(PEOPLE)}"
        made = b'{"name": "Brief", "private": true}'
        head = ("Content-Type: application/json", f"Content-Length: {len(made)}", by)
        room = maker.ask(get("/rooms", *head, method="POST") + made).json["room"]
        member = line.ask(get("/about", own)).json["you"]["member"]
        path = f"/rooms/{room}/members/{member}"
        empty = ("Content-Length: 0", by)
        last = maker.ask(get(path, *empty, method="PUT")).json["id"]
        line.send(get(f"/sub?since={last}&room=*&wait=60", own))
        server.parked(PEOPLE)
        before = metric(url, TAKEN)
        begun = time.monotonic()
        maker.send(get(path, *empty, method="DELETE"))
        line.answer()
        taken = (time.monotonic() - begun) * 1e3
        maker.answer()
        server.parked(PEOPLE - 1)
        return taken, metric(url, TAKEN) - before


if __name__ == "__main__":
    main()
