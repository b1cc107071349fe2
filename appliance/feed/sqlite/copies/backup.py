"""A copy of the whole log in one file, taken while others write to it.

SQLite's backup reads page after page. It begins anew when another process commits meanwhile, so
beside a busy chat it would never end; but not when its own connection holds a snapshot, which
costs only that the WAL cannot be emptied until the copy is done. (VACUUM INTO holds one too;
it writes the file anew, which takes longer and cannot pause.)
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from appliance.errors import NotWritten, StorageUnusable
from appliance.feed.sqlite.copies.refusal import telling
from appliance.feed.sqlite.copies.snapshot import Summary, check_sound, snapshot, summary
from appliance.feed.sqlite.database import FULL, WRITING, Connection, Error, bare, code_of
from appliance.files import Part

STEP_PAGES: Final = 256
"""Pages copied at once: a megabyte."""

SYNC_STEPS: Final = 8
"""After so many steps the copy is synced: a disk that was handed hundreds of megabytes at once
would let the chat's own commits wait for all of them."""

PAUSE: Final = 0.5
"""Rest after each step, as a share of the time that it took; the chat has the disk meanwhile."""

Progress = Callable[[float], object]
"""Called now and then with the share that is done, between 0 and 1."""


def back_up(source: Path, target: Path, progress: Progress, *, replace: bool = False) -> Summary:
    """Copy the log at `source` to `target`, which then holds all that was acknowledged before.

    The target appears when it is whole, checked and on disk, or not at all. Raises
    StorageProblem for the source and NotWritten for the target.
    """
    target = target.resolve()
    _check_target(source, target, replace=replace)
    with telling(target):
        part = Part(target)
    with part:
        found = copy(source, part, progress)
        with telling(target):
            part.settle(replace=replace)
    return found


def copy(source: Path, part: Part, progress: Progress) -> Summary:
    """Fill `part` with the log at `source` as it is now, and check that it can be read."""
    with snapshot(source) as opened:
        expected = summary(opened, source.name)
        with closing(bare(part.path, "rw")) as copied:
            # The copy is synced as a whole, and thrown away if anything goes wrong.
            copied.execute("PRAGMA journal_mode = OFF")
            copied.execute("PRAGMA synchronous = OFF")
            try:
                _copy_pages(opened, copied, _Steps(part, progress))
                # Not WAL, as the source is: one file, that can also be read on a read-only disk.
                copied.execute("PRAGMA journal_mode = DELETE")
            except Error as error:
                raise _trouble(part.target, error) from error
            check_sound(copied, source.name)
            if summary(copied, part.target.name) != expected:
                raise StorageUnusable("copy-changed", name=source.name)
    return expected


def _copy_pages(source: Connection, target: Connection, told: _Steps) -> None:
    with target.backup("main", source, "main") as pages:
        done = False
        while not done:
            done = pages.step(STEP_PAGES)
            told(pages.remaining, pages.page_count)


class _Steps:
    """Called after each step."""

    def __init__(self, part: Part, progress: Progress) -> None:
        self._part = part
        self._progress = progress
        self._count = 0
        self._began = time.monotonic()

    def __call__(self, remaining: int, total: int) -> None:
        self._count += 1
        if self._count % SYNC_STEPS == 0:
            with telling(self._part.target):
                self._part.sync()
        self._progress(1 - remaining / max(total, 1))
        if remaining:
            time.sleep((time.monotonic() - self._began) * PAUSE)
        self._began = time.monotonic()


def _check_target(source: Path, target: Path, *, replace: bool) -> None:
    if not target.exists():
        return
    if target.is_dir():
        raise NotWritten("target-folder", target=target)
    live = [source, *(source.with_name(f"{source.name}-{end}") for end in ("wal", "shm"))]
    if any(path.exists() and path.samefile(target) for path in live):
        raise NotWritten("target-is-log", target=target)
    if not target.is_file():
        raise NotWritten("target-no-file", target=target)
    if not replace:
        raise NotWritten("target-exists-force", target=target)


def _trouble(target: Path, error: Error) -> Exception:
    """Whose fault it is: the target's, or the source's (as it was)."""
    code = code_of(error)
    if code == FULL:
        return NotWritten("target-full", target=target)
    if code in WRITING:
        return NotWritten("target-disk-fails", target=target)
    return error
