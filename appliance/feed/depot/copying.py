"""Files in a folder beside a copy of the log, and put back from there. What is there already is not
copied again: the name of a content says nothing, and is never another's.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple

from appliance.errors import BadInput, StorageProblem
from appliance.feed.depot.folder import DepotFolder
from appliance.feed.depot.rows import Content
from appliance.feed.sqlite.copies.refusal import telling
from appliance.feed.sqlite.copies.snapshot import snapshot
from appliance.feed.sqlite.database import bare
from appliance.files import Part, also_call, rename, sync_folder

ROWS: Final = "files.db"
"""What is known of the files, in the folder of a copy."""

PIECE: Final = 1024**2
"""Bytes read and written at once; synced after `SYNC_PIECES` of these, see `copies.backup`."""

SYNC_PIECES: Final = 8

Progress = Callable[[float], object]


class Copied(NamedTuple):
    """How many files there are in a copy, and how many bytes had to be copied for it."""

    files: int
    fresh: int


def folder_of(copied: Path) -> Path:
    """Where the files are of the log in the file `copied`."""
    return copied.with_name(f"{copied.name}.files")


def back_up(rows: Path, folder: Path, target: Path, progress: Progress) -> Copied:
    """Have the folder `target` hold all files that are whole, and nothing else. It is of use at
    every moment: first come those that are new, then what is known of them, then those go that are
    no more. Where there are none, and were none, it is not made. Raises StorageProblem, NotWritten.
    """
    if not (target.exists() or (rows.exists() and rows.stat().st_size and _contents(rows))):
        return Copied(0, 0)
    with telling(target):
        target.mkdir(0o700, exist_ok=True)
        part = Part(target / ROWS)
    with part:
        _copy_rows(rows, part.path)
        contents = _contents(part.path)
        fresh = _copy(contents, DepotFolder(folder).whole, target.joinpath, progress)
        with telling(target):
            part.settle()
            known = {content.place for content in contents} | {ROWS}
            for path in target.iterdir():
                if path.name not in known:
                    path.unlink()
    return Copied(len(contents), fresh)


def restore(source: Path, rows: Path, folder: Path, moment: str, progress: Progress) -> Copied:
    """Have `rows` and `folder` hold what is in `source`, which `back_up` made. The former files are
    in a folder beside, called `….before-restore-{moment}`, from then on; only their names are new.
    Raises BadInput for `source`, NotWritten and StorageProblem for the others.
    """
    depot = DepotFolder(folder)
    with telling(folder):
        depot.make()
        part = Part(rows)
    with part:
        try:
            _copy_rows(source / ROWS, part.path)
            contents = _contents(part.path)
        except StorageProblem as problem:
            raise BadInput("copy-files-none", copied=source) from problem
        fresh = _copy(contents, source.joinpath, depot.whole, progress)
        with telling(folder):
            _put_aside(rows, depot, {content.place for content in contents}, moment)
            part.settle()
    return Copied(len(contents), fresh)


def _copy_rows(source: Path, target: Path) -> None:
    """Without those of files that are coming."""
    with snapshot(source) as opened, closing(bare(target, "rw")) as copied:
        with copied.backup("main", opened, "main") as pages:
            while not pages.step(256):
                pass
        copied.execute("PRAGMA journal_mode = DELETE")
        copied.execute("DELETE FROM file WHERE place = ''")


def _contents(rows: Path) -> list[Content]:
    with snapshot(rows) as opened:
        found: list[Any] = opened.execute("SELECT place, sha256, size FROM content").fetchall()
        return [Content._make(row) for row in found]


def _copy(
    contents: list[Content],
    source: Callable[[str], Path],
    target: Callable[[str], Path],
    progress: Progress,
) -> int:
    """Those that are not there yet; how many bytes that were."""
    missing = [content for content in contents if not content.lies_at(target(content.place))]
    total, done = max(1, sum(content.size for content in missing)), 0
    for content in missing:
        try:
            with source(content.place).open("rb") as file:
                for size in _copied(file.fileno(), target(content.place), content):
                    done += size
                    progress(done / total)
        except FileNotFoundError:
            pass  # it was taken back meanwhile, or was missing before: `files check` says so
    return done


def _copied(file: int, target: Path, content: Content) -> Iterator[int]:
    sha256 = hashlib.sha256()
    with telling(target):
        target.unlink(missing_ok=True)
        part = Part(target)
    with part:
        pieces = 0
        while piece := os.read(file, PIECE):
            sha256.update(piece)
            with telling(target):
                part.file.write(piece)
                pieces += 1
                if pieces % SYNC_PIECES == 0:
                    part.sync()
            yield len(piece)
        if sha256.hexdigest() != content.sha256:
            raise BadInput("copy-file-changed", copied=target)
        with telling(target):
            part.settle(replace=False)


def _put_aside(rows: Path, depot: DepotFolder, kept: set[str], moment: str) -> None:
    if not rows.exists():
        return
    aside = depot.path.with_name(f"{depot.path.name}.before-restore-{moment}")
    aside.mkdir(0o700)
    for content in _contents(rows):
        path = depot.whole(content.place)
        if path.exists() and content.place not in kept:
            rename(path, aside / content.place)
        elif path.exists():
            also_call(path, aside / content.place)
    rename(rows, aside / ROWS)
    sync_folder(aside)
