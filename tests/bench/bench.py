"""What all measurements share: the tools, the options, and how one server is put up."""

from __future__ import annotations

import itertools
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import request
from tests.bench.contender import Contender, Site
from tests.bench.generator import Generator
from tests.bench.server import Server, empty, free_port


def say(text: str) -> None:
    """Progress, on stderr: the table and the JSON stay clean."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def cores(*, pin: bool) -> tuple[frozenset[int], frozenset[int]]:
    """The processors for the server and for the generator: one each, or all for both."""
    free = sorted(os.sched_getaffinity(0))
    if not pin or len(free) < 2:
        return frozenset(free), frozenset(free)
    return frozenset(free[:1]), frozenset(free[1:2])


@dataclass
class Bench:
    """The tools of one run; every server gets a new folder, a new port and its cores."""

    folder: Path
    programs: dict[str, Path]
    peer_python: Path | None
    server_cores: frozenset[int]
    generator_cores: frozenset[int]
    per_address: int
    answer_bytes: int = 560  # ours is taken once it has been measured in this run
    count: itertools.count[int] = field(default_factory=itertools.count)

    def server(self, contender: Contender) -> Server:
        """A server that is not started yet."""
        folder = empty(self.folder / f"{next(self.count)}-{contender.name}")
        port = free_port()
        kernel = self.programs["kernel"]
        site = Site(port, folder, kernel, self.peer_python, self.answer_bytes)
        return Server(contender, site, self.server_cores)

    def readers(self, server: Server, clients: int, path: str | None = None) -> Generator:
        """A generator that parks ``clients`` polls on the server."""
        row, site = server.contender, server.site
        text = request.poll(site.port, path or row.poll, cursor_in_head=row.cursor == "nchan")
        publish = request.publish_entry if row.raw else request.publish_form
        return Generator(
            self.programs["load"],
            "fanout",
            self.generator_cores,
            port=site.port,
            clients=clients,
            per_address=self.per_address,
            cursor=row.cursor,
            first_cursor=row.first_cursor,
            forgets=int(row.forgets),
            poll=self._file(site, "poll", text),
            publish=self._file(site, "publish", publish(site.port)),
        )

    def publishers(self, server: Server, connections: int, seconds: int) -> Generator:
        """A generator that publishes as fast as the server answers."""
        site = server.site
        return Generator(
            self.programs["load"],
            "publish",
            self.generator_cores,
            port=site.port,
            connections=connections,
            seconds=seconds,
            per_address=self.per_address,
            publish=self._file(site, "publish", request.publish_form(site.port)),
        )

    def _file(self, site: Site, name: str, text: str) -> Path:
        path = site.folder / f"{name}.http"
        path.write_bytes(text.encode())
        return path
