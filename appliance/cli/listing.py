"""How a command that lists something of the chat on this computer is declared and run."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from typing import Any

from appliance import settings
from appliance.cli.parser import add_data, declare
from appliance.cli.terminal import output
from appliance.cli.terminal.exit import OK
from appliance.visible import visible_json

Line = Callable[[Mapping[str, Any]], str]


def add_listing(
    commands: Any, name: str, noun: str, line: Line, *, description: str, examples: str
) -> None:
    """The command `name`: asks as the host for what `noun` names, which is its route and its key
    in the answer, and prints a `line` for each, or its JSON.
    """

    def run(arguments: argparse.Namespace) -> int:
        as_line = visible_json if arguments.json else line
        output.use_utf8(always=arguments.json)
        for each in _found(noun, arguments.data):
            output.write(f"{as_line(each)}\n")
        return OK

    parser = declare(
        commands,
        name,
        run,
        help=f"list the {noun}, for the host",
        description=description,
        epilog="Only the user who runs the chat may. With --json each line is one of them.\n\n"
        f"examples:\n{examples}",
    )
    add_data(parser)
    parser.add_argument("--json", action="store_true", help="Print them as JSON.")


def _found(noun: str, data: str | None) -> list[Mapping[str, Any]]:
    from appliance.cli.remote.hosting import hosted

    with hosted(settings.read({"data": data}, os.environ).folder) as client:
        found: list[Mapping[str, Any]] = client.get(f"/{noun}")[noun]
    return found
