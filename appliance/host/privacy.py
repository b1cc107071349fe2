"""Who may read what is kept: whoever runs the chat, and no other user of the machine.

Where a folder's group may write to it, its files are for the group, too: it could have all of
them anyway, and in a container the chat may be another user of the same group tomorrow.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

FOLDER: Final = 0o700
"""For a folder that we make. One that is there already was made as somebody wanted it."""

_OWN: Final = (
    "chat.db*",
    "search.db*",
    "marks.db*",
    "files.db*",
    "*.lock",
    "*.json",
    "admin.token",
)
"""What is ours in the folder. What people put there themselves (chat.toml, copies) is theirs."""

_FILES: Final = "files"
"""A folder of ours."""


def file_mode(folder: Path) -> int:
    """For files in `folder`. Raises OSError where it cannot be asked."""
    return 0o660 if folder.stat().st_mode & stat.S_IWGRP else 0o600


def keep(folder: Path) -> None:
    """From now on whatever this process makes, SQLite's files too, is private; so is what is there
    and is this user's, whoever made it wider. Raises OSError for the folder.
    """
    if os.name == "nt":  # there a user's folders are that user's by themselves
        return
    mode, user = file_mode(folder), os.geteuid()
    os.umask(0o007 if mode & stat.S_IRGRP else 0o077)
    for path in _files(folder):
        with suppress(OSError):  # gone meanwhile
            _settle(path, mode, user)
    with suppress(OSError):  # it may not be there yet; whoever cannot come in reads nothing in it
        path = folder / _FILES
        found = path.stat()
        if found.st_uid == user:
            path.chmod((0o770 if mode & stat.S_IWGRP else FOLDER) | (found.st_mode & stat.S_ISGID))


def begin(database: Path) -> None:
    """An empty file where there is no `database` yet: all that SQLite makes beside it, whenever
    that is, has its mode.
    """
    with suppress(OSError):  # it is there, or SQLite will say what is in the way
        database.touch(file_mode(database.parent), exist_ok=False)


def _files(folder: Path) -> Iterator[Path]:
    return (path for pattern in _OWN for path in folder.glob(pattern))


def _settle(path: Path, mode: int, user: int) -> None:
    """SQLite makes nothing writable for a group; what not even its owner may write stays so."""
    found = path.lstat()
    if stat.S_ISREG(found.st_mode) and found.st_uid == user:
        path.chmod(mode if found.st_mode & stat.S_IWUSR else mode & found.st_mode)
