"""What goes wrong on purpose during a soak."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from tests.disk import BLOCK, failing, full
from tests.soak.world import World


class Fault(NamedTuple):
    """A trouble that lasts while the context is open; the server must outlive it."""

    name: str
    on: Callable[[World], AbstractContextManager[None]]


@contextmanager
def _limited(world: World, kind: int, most: int) -> Iterator[None]:
    before = resource.prlimit(world.server.pid, kind)
    resource.prlimit(world.server.pid, kind, (most, before[1]))
    try:
        yield
    finally:
        resource.prlimit(world.server.pid, kind, before)


def _files(world: World) -> AbstractContextManager[None]:
    """None can be opened, and those who come back find no place."""
    opened = len(list(Path(f"/proc/{world.server.pid}/fd").iterdir()))
    return _limited(world, resource.RLIMIT_NOFILE, max(1, opened - 20))


def _memory(world: World) -> AbstractContextManager[None]:
    """No more can be had than it has."""
    pages = int(Path(f"/proc/{world.server.pid}/statm").read_text().split()[0])
    return _limited(world, resource.RLIMIT_AS, pages * resource.getpagesize())


@contextmanager
def _threads(world: World) -> Iterator[None]:
    world.threads.limit(world.threads.tasks())
    try:
        yield
    finally:
        world.threads.limit(None)


def _full_disk(world: World) -> AbstractContextManager[None]:
    return full(world.disk)


def _failing_disk(world: World) -> AbstractContextManager[None]:
    return failing(world.server.pid, BLOCK)


@contextmanager
def _locked(world: World) -> Iterator[None]:
    with closing(sqlite3.connect(world.data / "chat.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def _moved(world: World) -> Iterator[None]:
    file, aside = world.data / "chat.db", world.data / "aside"
    file.rename(aside)
    try:
        yield
    finally:
        aside.rename(file)


@contextmanager
def _no_network(world: World) -> Iterator[None]:
    world.link("down")
    try:
        yield
    finally:
        world.link("up")


@contextmanager
def _cut(world: World) -> Iterator[None]:
    """All connections are reset, as by a router that forgot them."""
    with suppress(FileNotFoundError):
        words = ("ss", "--kill", "--tcp", "state", "established")
        subprocess.run(world.home.command(*words), capture_output=True, check=False)
    yield


FAULTS: Final = (
    Fault("files", _files),
    Fault("threads", _threads),
    Fault("memory", _memory),
    Fault("full disk", _full_disk),
    Fault("failing disk", _failing_disk),
    Fault("locked log", _locked),
    Fault("moved log", _moved),
    Fault("no network", _no_network),
    Fault("cut connections", _cut),
)
