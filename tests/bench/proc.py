"""What a tree of processes has used, read from Linux's ``/proc``."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICK_NS = 1_000_000_000 // os.sysconf("SC_CLK_TCK")
KIB = 1024


@dataclass(frozen=True)
class Memory:
    """Bytes of user-space memory: ``uss`` was written by the processes and is theirs alone, ``pss``
    adds the files' pages, a fair part of what is shared. The private ones of these are in no
    ``uss``: they come and go, a megabyte and more, as other programs begin and end to use the file.
    """

    uss: int
    pss: int


def tree(root: int) -> list[int]:
    """``root`` and all processes below it that still run."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (stat := _read(entry / "stat")):
            parent = int(stat.rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
    found = [root]
    for pid in found:  # grows while it is walked; each process has one parent, so it ends
        found.extend(children.get(pid, []))
    return found


def cpu_ns(pids: list[int]) -> int:
    """User and system time of the processes' living threads, in nanoseconds.

    From ``schedstat``, which counts nanoseconds; where the kernel has none, from ``stat``, which
    counts clock ticks. A thread that ended meanwhile takes its ``schedstat`` with it: servers
    keep their threads, so the difference of two readings is right for them.
    """
    return _sum(pids, "schedstat", lambda text: int(text.split()[0])) or _sum(
        pids, "stat", lambda text: sum(map(int, text.rpartition(")")[2].split()[11:13])) * TICK_NS
    )


def asleep(pids: list[int]) -> bool:
    """Whether each thread waits for something to happen: none runs, none is kept from running.

    On a busy machine a thread may use no CPU because it gets none; such a thread shows here.
    """
    texts = [_read(path / "stat") for path in _tasks(pids)]
    return all(text.rpartition(")")[2].split()[0] in "SI" for text in texts if text)


def switches(pids: list[int]) -> int:
    """How often the processes' threads went to sleep of their own accord."""
    return _sum(pids, "status", lambda text: _field(text, "voluntary_ctxt_switches"))


def spent(pids: list[int]) -> dict[Path, tuple[int, int]]:
    """Of each living thread: nanoseconds of CPU time, and how often it went to sleep by
    itself. The difference of two of these leaves out only threads that went meanwhile.
    """
    return {
        path: (int(text.split()[0]), _field(_read(path / "status"), "voluntary_ctxt_switches"))
        for path in _tasks(pids)
        if (text := _read(path / "schedstat"))
    }


def files(pids: list[int]) -> int:
    """Files that the processes have open now, sockets among them."""
    return sum(_files(PROC / str(pid) / "fd") for pid in pids)


def mapped(pids: list[int], *names: str) -> bool:
    """Whether a file with one of these in its path is in the memory of one of the processes."""
    texts = [_read(PROC / str(pid) / "maps") for pid in pids]
    return any(name in text for text in texts for name in names)


def memory(pids: list[int]) -> Memory:
    """The processes' memory now. The kernel's own (sockets) is not in it."""
    texts = [_read(PROC / str(pid) / "smaps_rollup") for pid in pids]
    private = sum(_field(t, "Private_Dirty") + _field(t, "Swap") for t in texts)
    proportional = sum(_field(t, "Pss") + _field(t, "SwapPss") for t in texts)
    return Memory(uss=private * KIB, pss=proportional * KIB)


def busy_ns() -> int:
    """CPU time that all processors have spent on anything, stolen time included."""
    user, nice, system, _idle, _iowait, irq, softirq, steal = map(
        int, (PROC / "stat").read_text().split("\n", 1)[0].split()[1:9]
    )
    return (user + nice + system + irq + softirq + steal) * TICK_NS


def _files(folder: Path) -> int:
    try:
        return folder.stat().st_size or len(list(folder.iterdir()))  # the size since Linux 6.2
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _sum(pids: list[int], name: str, value: Callable[[str], int]) -> int:
    return sum(value(text) for path in _tasks(pids) if (text := _read(path / name)))


def _tasks(pids: list[int]) -> Iterator[Path]:
    for pid in pids:
        try:
            yield from (PROC / str(pid) / "task").iterdir()
        except FileNotFoundError:
            continue


def _field(text: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+)", text, re.MULTILINE)
    return int(found[1]) if found else 0


def _read(path: Path) -> str:
    """The file's text, or nothing when its process has just ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
