"""`chat-appliance admin`: the link that makes a browser the admin's."""

from __future__ import annotations

import argparse
import os
from typing import Any, Final

from appliance import settings
from appliance.cli.parser import add_data, declare
from appliance.cli.terminal import output
from appliance.cli.terminal.exit import OK, Unreachable

_DESCRIPTION: Final = """\
Print the link of the chat that runs on this computer. Whoever opens it may change
who can join. It stays the same; keep it to yourself."""

_EPILOG: Final = """\
Only the user who runs the chat may read it. From another device, put this
computer's address in the place of 127.0.0.1.

examples:
  chat-appliance admin
  sudo -u chat chat-appliance admin --data /var/lib/chat
  docker exec chat chat-appliance admin               # in a container"""


def add(commands: Any) -> None:
    """Make the command known."""
    parser = declare(
        commands,
        "admin",
        run,
        help="print the link of whoever runs the chat",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    add_data(parser)


def run(arguments: argparse.Namespace) -> int:
    """Find the chat, and print its link."""
    from appliance.host import admin_token, whereabouts

    folder = settings.read({"data": arguments.data}, os.environ).folder
    token = admin_token.known(folder)
    running = whereabouts.find(folder)
    if running is None:
        raise Unreachable("no-chat-runs", folder=folder)
    output.write(f"{admin_token.link(running.url, token)}\n")
    return OK
