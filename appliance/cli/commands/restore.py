"""`chat-appliance restore`: begin where a backup ends."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from appliance import settings
from appliance.cli.parser import add_data, declare
from appliance.cli.terminal import output
from appliance.cli.terminal.amount import holding
from appliance.cli.terminal.exit import OK
from appliance.cli.terminal.progress import Progress
from appliance.errors import Starting

_DESCRIPTION: Final = """\
Put FILE, which `chat-appliance backup` made, in the place of the chat's log. The
chat must not be running. Settings stay as they are."""

_EPILOG: Final = """\
A log that is there already is only replaced with --force, and then kept beside as
chat.db.before-restore-TIME, its files as files.before-restore-TIME. The files in
FILE.files come along, if it lies beside FILE. Nothing changes if FILE is damaged or
no chat's log.

examples:
  chat-appliance restore chat-monday.db
  chat-appliance restore --force --data /srv/chat chat-monday.db"""


def add(commands: Any) -> None:
    """Make the command known."""
    parser = declare(
        commands,
        "restore",
        run,
        help="put a backup in the log's place",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="What `backup` made.")
    parser.add_argument(
        "--force", action="store_true", help="Also where there is a log; it is kept beside."
    )
    add_data(parser)


def run(arguments: argparse.Namespace) -> int:
    """Restore, and say where everything is."""
    # Only now: --help needs no database.
    from appliance.feed.depot.copying import Copied, folder_of
    from appliance.feed.depot.copying import restore as restore_files
    from appliance.feed.sqlite.copies.restore import check_copy, restore
    from appliance.host import privacy
    from appliance.host.data import DATABASE, DataFolder

    folder = settings.read({"data": arguments.data}, os.environ).folder
    check_copy(arguments.file, folder / DATABASE)
    data, files = DataFolder(folder), Copied(0, 0)
    try:
        if data.database.exists() and not arguments.force:
            raise Starting("restore-over-chat", folder=folder)
        with Progress("Copying …") as progress:
            moment = _moment()
            done = restore(arguments.file, data.database, moment, progress.tell)
        beside = folder_of(arguments.file)
        if beside.is_dir():
            with Progress("Copying files …") as progress:
                files = restore_files(beside, data.depot, data.files, moment, progress.tell)
        privacy.keep(folder)
    finally:
        data.close()
    held = holding(done.summary.messages, done.summary.last)
    output.write(f"{held} in {data.database}.\n")
    if files.files:
        output.write(f"{files.files:,} files are in {data.files}.\n")
    if done.kept is not None:
        output.write(f"The log that was there is kept as {done.kept}.\n")
    return OK


def _moment() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
