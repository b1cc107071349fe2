"""`chat-appliance files`: whether all that messages have is there, and what else takes space."""

from __future__ import annotations

import argparse
import os
import time
from typing import Any, Final

from appliance import settings
from appliance.cli.parser import add_data, declare
from appliance.cli.terminal import output
from appliance.cli.terminal.amount import size_of
from appliance.cli.terminal.exit import OK
from appliance.errors import StorageUnusable

_DESCRIPTION: Final = """\
Look after the files of a chat that is not running."""

_EPILOG: Final = """\
A running chat does the same by itself when it starts, and every hour.

examples:
  chat-appliance files check
  chat-appliance files check --data /srv/chat"""


def add(commands: Any) -> None:
    """Make the command known."""
    parser = declare(
        commands,
        "files",
        run,
        help="check the files that messages have",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    acts = parser.add_subparsers(title="what to do", metavar="ACT", required=True)
    checking: argparse.ArgumentParser = acts.add_parser(
        "check",
        help="find what is missing, and remove what a crash left",
        description="Find what is missing, and remove what a crash left.",
        allow_abbrev=False,
    )
    checking.set_defaults(act=_check)
    add_data(checking)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked for."""
    return int(arguments.act(arguments))


def _check(arguments: argparse.Namespace) -> int:
    # Only now: --help needs no database.
    from appliance.feed.depot.alone import opened
    from appliance.feed.depot.mending import mend
    from appliance.host.data import DataFolder
    from appliance.host.limits import depot_limits

    read = settings.read({"data": arguments.data}, os.environ)
    if not (read.folder / "chat.db").exists():
        raise StorageUnusable("no-chat-in-folder", folder=read.folder)
    data = DataFolder(read.folder)
    try:
        with opened(data.files, data.depot, data.database, depot_limits(read)) as stock:
            found = mend(stock, time.time())
            size = size_of(stock.room.all)
    finally:
        data.close()
    output.write(f"{found.files:,} files are there ({size}).\n")
    if found.gone:
        output.write(f"{found.gone:,} that no message has any more went.\n")
    if found.strays:
        output.write(f"{found.strays:,} that a crash left were removed.\n")
    if found.lost:
        raise StorageUnusable("files-lost", count=found.lost)
    return OK
