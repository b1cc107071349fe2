"""The command line: picks the subcommand, words what went wrong, gives the exit code."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from appliance import __version__
from appliance.cli.commands import (
    admin,
    backup,
    desktop,
    door,
    files,
    find,
    health,
    people,
    restore,
    rooms,
    search,
    send,
    serve,
    tail,
    token,
    window,
)
from appliance.cli.terminal import interrupt, output
from appliance.cli.terminal.exit import EXIT_CODES, INTERRUPTED, OK, code_of
from appliance.errors import Problem

COMMANDS = (
    window,
    serve,
    admin,
    door,
    send,
    tail,
    search,
    people,
    rooms,
    token,
    find,
    health,
    backup,
    restore,
    files,
    desktop,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `arguments` (default: the process's own); returns its exit code."""
    interrupt.expect()
    try:
        return _run(arguments)
    except Problem as problem:
        output.tell(f"chat-appliance: {problem.description}")
        return code_of(problem)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has enough.
        output.abandon()
        return OK


class _Version(argparse.Action):
    """Says it and ends. The engine is loaded only here: no other option needs it."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:  # noqa: A002
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from appliance.feed.sqlite.database import engine

        output.write(f"chat-appliance {__version__} (SQLite {engine()})\n")
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    whole = argparse.ArgumentParser(
        prog="chat-appliance",
        description="A chat for one network that needs nothing but itself.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    whole.add_argument("--version", action=_Version, help="show which version this is, and exit")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return whole


def _run(arguments: Sequence[str] | None) -> int:
    whole = parser()
    chosen = whole.parse_args(arguments)
    if not hasattr(chosen, "run"):
        # A double-click says nothing.
        chosen = whole.parse_args(["window"])
    code = int(chosen.run(chosen))
    output.write("")
    return code
