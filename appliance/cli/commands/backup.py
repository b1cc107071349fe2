"""`chat-appliance backup`: the whole log in one file, while the chat goes on."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any, Final

from appliance import settings
from appliance.cli.parser import add_data, declare
from appliance.cli.terminal import output
from appliance.cli.terminal.amount import holding, size_of
from appliance.cli.terminal.exit import OK
from appliance.cli.terminal.progress import Progress
from appliance.errors import StorageUnusable

_DESCRIPTION: Final = """\
Copy everything that was said into FILE. The chat may be running: it goes on
meanwhile, and FILE then holds every message that was acknowledged before."""

_EPILOG: Final = """\
FILE is one SQLite database. It appears when it is whole, checked and on disk, or
not at all. Files that messages have are in a folder beside, FILE.files: it goes with
FILE, and what it has already is not copied again. Whoever can read FILE can read
every room; only its owner may. What is set (chat.toml) is not in it, nor the
administrator's token, which is made anew.

examples:
  chat-appliance backup chat-monday.db
  chat-appliance backup --force /backups/chat.db          # replaces an older one
  docker exec chat chat-appliance backup /data/backup.db  # in a container"""


def add(commands: Any) -> None:
    """Make the command known."""
    parser = declare(
        commands,
        "backup",
        run,
        help="copy the log into a file",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="Where to. It must not exist yet.")
    parser.add_argument("--force", action="store_true", help="Replace FILE if it exists.")
    add_data(parser)


def run(arguments: argparse.Namespace) -> int:
    """Copy, and say what is in the copy."""
    # Only now: --help needs no database.
    from appliance.feed.depot.copying import back_up as back_up_files
    from appliance.feed.depot.copying import folder_of
    from appliance.feed.sqlite.copies.backup import back_up
    from appliance.host.data import DATABASE, DEPOT, FILES

    folder = settings.read({"data": arguments.data}, os.environ).folder
    _check(folder / DATABASE)
    with Progress("Copying …") as progress:
        found = back_up(folder / DATABASE, arguments.file, progress.tell, replace=arguments.force)
    size = size_of(arguments.file.stat().st_size)
    held = holding(found.messages, found.last)
    output.write(f"{held} in {arguments.file} ({size}).\n")
    beside = folder_of(arguments.file)
    with Progress("Copying files …") as progress:
        files = back_up_files(folder / DEPOT, folder / FILES, beside, progress.tell)
    if files.files:
        output.write(f"{files.files:,} files are in {beside} ({size_of(files.fresh)} copied).\n")
    return OK


def _check(database: Path) -> None:
    try:
        found = database.exists()
    except PermissionError:
        raise StorageUnusable("not-readable", path=database.parent) from None
    if not found:
        raise StorageUnusable("no-chat-in-folder", folder=database.parent)
