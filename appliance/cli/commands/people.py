"""`chat-appliance people`: who is known in the chat, and what was decided about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from appliance.cli.listing import add_listing
from appliance.visible import visible

_DESCRIPTION: Final = """\
List the members of the chat that runs on this computer: who said a name, and of
whom the host or a helper decided something."""

_EXAMPLES: Final = """\
  chat-appliance people
  chat-appliance people --json | jq -r 'select(.removed).nick'"""


def add(commands: Any) -> None:
    """Make the command known."""
    add_listing(commands, "people", "members", _line, description=_DESCRIPTION, examples=_EXAMPLES)


def _line(member: Mapping[str, Any]) -> str:
    said = [member["role"], *(name for name in ("removed", "hidden") if member[name])]
    if member["muted_until"]:
        said.append(f"muted until {member['muted_until']}")
    since = f"since {member['since']}" if member["since"] else ""
    told = ", ".join(filter(None, [since, *said]))
    name = visible(member["nick"]) or "<unknown>"
    return f"{member['member']} {name}{': ' if told else ''}{told}"
