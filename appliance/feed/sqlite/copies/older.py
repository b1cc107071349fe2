"""An older log, kept as it was before this program brings it up to date."""

from __future__ import annotations

import shutil
import stat
from itertools import count
from pathlib import Path

from appliance.errors import NotWritten, Problem, StorageFull, StorageUnusable
from appliance.feed.sqlite.copies.backup import back_up
from appliance.feed.sqlite.copies.refusal import telling
from appliance.feed.sqlite.copies.snapshot import Summary, snapshot, summary


def keep_older(database: Path, newest: int) -> None:
    """Copy the log to `….before-{newest}` beside it, or to the next free such name.

    One that is there already with the same in it will do, also in an older form: a chat that fails
    at this point, or is killed between two forms, and is started again and again must not fill the
    disk with copies. Raises StorageFull where there is no room for it, before anything is copied,
    as far as the disk tells it: a quota is met on the way.
    """
    for number in count(1):
        end = f"before-{newest}" if number == 1 else f"before-{newest}-{number}"
        kept = database.with_name(f"{database.name}.{end}")
        if not kept.exists():
            break
        if _is_kept(_summary(database), _summary(kept)):
            return
    try:
        if shutil.disk_usage(database.parent).free < _bytes(database):
            raise NotWritten("target-full", target=kept)
        back_up(database, kept, lambda share: None)
        with telling(kept):
            if database.stat().st_mode & stat.S_IWGRP:  # the folder is a group's
                kept.chmod(0o660)
    except NotWritten as problem:
        kind = StorageFull if problem.name == "target-full" else StorageUnusable
        raise kind("older-copy-failed", name=database.name, problem=problem) from problem


def _is_kept(log: Summary | None, copy: Summary | None) -> bool:
    """Whether `copy` is of that log, for the program that wrote it or one before."""
    if log is None or copy is None or copy.form > log.form:
        return False
    return copy._replace(form=log.form) == log


def _bytes(database: Path) -> int:
    """What a copy of the log may need: what is in its WAL only comes to it."""
    wal = database.with_name(f"{database.name}-wal")
    return database.stat().st_size + (wal.stat().st_size if wal.exists() else 0)


def _summary(path: Path) -> Summary | None:
    try:
        with snapshot(path) as opened:
            return summary(opened, path.name)
    except Problem:
        return None
