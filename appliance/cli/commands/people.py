"""`chat-appliance people`: who is known in the chat, and what was decided about them."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any, Final

from appliance.cli.parser import add_data, declare
from appliance.cli.terminal import output
from appliance.cli.terminal.exit import OK
from appliance.visible import visible, visible_json

_DESCRIPTION: Final = """\
List the members of the chat that runs on this computer: who said a name, and of
whom the host or a helper decided something."""

_EPILOG: Final = """\
Only the user who runs the chat may. With --json each line is one of them.

examples:
  chat-appliance people
  chat-appliance people --json | jq -r 'select(.removed).nick'"""


def add(commands: Any) -> None:
    """Make the command known."""
    parser = declare(
        commands,
        "people",
        run,
        help="list the members, for the host",
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
        found = client.get("/members")["members"]
    finally:
        client.close()
    output.use_utf8(always=arguments.json)
    for each in found:
        line = visible_json(each) if arguments.json else _line(each)
        output.write(f"{line}\n")
    return OK


def _line(member: Mapping[str, Any]) -> str:
    said = [member["role"], *(name for name in ("removed", "hidden") if member[name])]
    if member["muted_until"]:
        said.append(f"muted until {member['muted_until']}")
    since = f"since {member['since']}" if member["since"] else ""
    told = ", ".join(filter(None, [since, *said]))
    name = visible(member["nick"]) or "<unknown>"
    return f"{member['member']} {name}{': ' if told else ''}{told}"
