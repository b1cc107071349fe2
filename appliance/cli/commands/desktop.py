"""`chat-appliance install-desktop` and `uninstall-desktop`: a place among the applications."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from appliance import settings
from appliance.cli.parser import declare
from appliance.cli.terminal import output
from appliance.errors import Problem

_INSTALL = """Put the program, its icon and an entry among this user's applications. Run again, it
brings them up to date; needs no administrator."""

_UNINSTALL = """Take away exactly what install-desktop put there. What was changed since is kept,
and so is everything that was said in the chat."""


def add(commands: Any) -> None:
    """Make both commands known."""
    parser = declare(
        commands,
        "install-desktop",
        install,
        help="add the program to this user's applications",
        description=_INSTALL,
        epilog="example:\n  chat-appliance install-desktop --autostart",
    )
    parser.add_argument(
        "--autostart",
        action=argparse.BooleanOptionalAction,
        help="also start it hidden at every login, or no longer; left as it is without this",
    )
    declare(
        commands,
        "uninstall-desktop",
        uninstall,
        help="take away what install-desktop added",
        description=_UNINSTALL,
        epilog="example:\n  chat-appliance uninstall-desktop",
    )


def install(arguments: argparse.Namespace) -> int:
    """Install or update."""
    from appliance.desktop import entry
    from appliance.desktop.program import Program

    report = entry.install(Program.running(), autostart=arguments.autostart)
    output.write("Chat Appliance is among your applications:\n")
    _list(report.done)
    if report.gone:
        output.write("Taken away:\n")
        _list(report.gone)
    _say_what_was_changed(report.kept)
    for path in report.done:
        if path.parent.name == "bin":
            _say_how_to_type(path)
    return 0


def uninstall(_: argparse.Namespace) -> int:
    """Take it away again."""
    from appliance.desktop import entry

    report = entry.uninstall()
    output.write("Removed:\n" if report.gone else "Nothing was installed here.\n")
    _list(report.gone)
    _say_what_was_changed(report.kept)
    _say_what_is_kept()
    return 0


def _list(paths: Iterable[Path]) -> None:
    for path in paths:
        output.write(f"    {path}\n")


def _say_what_was_changed(paths: Iterable[Path]) -> None:
    for path in paths:
        output.write(f"Kept, because it was changed since it was installed: {path}\n")


def _say_how_to_type(path: Path) -> None:
    found = shutil.which(path.name)
    if found is None or Path(found) != path:
        output.write(f"To start it in a terminal type {path}, or add {path.parent} to the PATH.\n")


def _say_what_is_kept() -> None:
    from appliance.host.data import DATABASE

    with suppress(Problem, OSError):  # settings that are wrong, or a folder that is another's
        folder = settings.read({}, os.environ).folder
        if (folder / DATABASE).exists():
            output.write(f"What was said in the chat is kept in {folder}.\n")
