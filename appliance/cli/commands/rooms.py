"""`chat-appliance rooms`: which rooms there are, and what was decided about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from appliance.cli.listing import add_listing
from appliance.cli.terminal.amount import counted
from appliance.visible import visible

_DESCRIPTION: Final = """\
List the public rooms of the chat that runs on this computer, with the number of
messages in each and who may write there."""

_EXAMPLES: Final = """\
  chat-appliance rooms
  chat-appliance rooms --json | jq -r .name"""


def add(commands: Any) -> None:
    """Make the command known."""
    add_listing(commands, "rooms", "rooms", _line, description=_DESCRIPTION, examples=_EXAMPLES)


def _line(room: Mapping[str, Any]) -> str:
    said = [counted(room["messages"])]
    said += [name for name in ("readonly", "archived") if room[name]]
    if room["slow"]:
        said.append(f"slow, {room['slow']} s")
    title = f" ({visible(room['title'])})" if room["title"] else ""
    return f"{visible(room['name'])}{title}: {', '.join(said)}"
