"""`chat-appliance rooms`: which rooms there are, and what was decided about them."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any, Final

from appliance.cli.parser import add_data, declare
from appliance.cli.terminal import output
from appliance.cli.terminal.exit import OK
from appliance.visible import visible, visible_json

_DESCRIPTION: Final = """\
List the public rooms of the chat that runs on this computer, with the number of
messages in each and who may write there."""

_EPILOG: Final = """\
Only the user who runs the chat may. With --json each line is one of them.

examples:
  chat-appliance rooms
  chat-appliance rooms --json | jq -r .name"""


def add(commands: Any) -> None:
    """Make the command known."""
    parser = declare(
        commands,
        "rooms",
        run,
        help="list the rooms, for the host",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    add_data(parser)
    parser.add_argument("--json", action="store_true", help="Print them as JSON.")


def run(arguments: argparse.Namespace) -> int:
    """Ask as the host, and print what is told."""
    from appliance.cli.remote.as_host import as_host

    client = as_host(arguments.data)
    try:
        found = client.get("/rooms")["rooms"]
    finally:
        client.close()
    output.use_utf8(always=arguments.json)
    for each in found:
        line = visible_json(each) if arguments.json else _line(each)
        output.write(f"{line}\n")
    return OK


def _line(room: Mapping[str, Any]) -> str:
    said = [f"{room['messages']} messages"]
    said += [name for name in ("readonly", "archived") if room[name]]
    if room["slow"]:
        said.append(f"slow, {room['slow']} s")
    title = f" ({visible(room['title'])})" if room["title"] else ""
    return f"{visible(room['name'])}{title}: {', '.join(said)}"
