"""An older log, kept as it was before this program brings it up to date."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

from appliance.errors import NotWritten, Problem, StorageFull, StorageUnusable
from appliance.feed.sqlite.copies.backup import back_up
from appliance.feed.sqlite.copies.snapshot import Summary, snapshot, summary


def keep_older(database: Path, newest: int) -> None:
    """Copy the log to `….before-{newest}` beside it, or to the next free such name.

    One that is there already with the same in it will do: a chat that fails at this point and is
    started again and again must not fill the disk with copies. Raises StorageFull where there is no
    room for it, before anything is copied: a chat on a full disk tries it with each message.
    """
    for number in count(1):
        end = f"before-{newest}" if number == 1 else f"before-{newest}-{number}"
        kept = database.with_name(f"{database.name}.{end}")
        if not kept.exists():
            break
        if (found := _summary(database)) is not None and _summary(kept) == found:
            return
    try:
        if shutil.disk_usage(database.parent).free < database.stat().st_size:
            raise NotWritten("target-full", target=kept)
        back_up(database, kept, lambda share: None)
    except NotWritten as problem:
        kind = StorageFull if problem.name == "target-full" else StorageUnusable
        raise kind("older-copy-failed", name=database.name, problem=problem) from problem


def _summary(path: Path) -> Summary | None:
    try:
        with snapshot(path) as opened:
            return summary(opened, path.name)
    except Problem:
        return None
