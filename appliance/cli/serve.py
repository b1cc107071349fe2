"""`chat-appliance serve`: run the chat without a window."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any

from appliance import settings
from appliance.cli.parser import declare

if TYPE_CHECKING:
    from appliance.host.worker import Worker

_DESCRIPTION = """Serve the chat to everyone on this network, without a window, until stopped
with Ctrl-C or SIGTERM. Prints the addresses to type on other devices."""

_EPILOG = """Every option can also be set in the environment (the name in brackets; with _FILE
appended it names a file that holds the value) or in chat.toml in the data folder, as in
  max_message = 2000

examples:
  chat-appliance serve
  chat-appliance serve --port 80 --name "Ground floor"
  chat-appliance serve --host 127.0.0.1 --data /tmp/try-out"""


def add(commands: Any) -> None:
    """Make the command known."""
    parser = declare(
        commands,
        "serve",
        run,
        help="run the chat without a window",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    settings.add_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped."""
    # Only now: the other commands start faster without all that the server needs.
    import logging

    from appliance.host import worker

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    chosen = settings.read(vars(arguments), os.environ)
    worker.run(chosen, lambda running: _announce(running, chosen))
    print("The chat is closed. Everything that was said is kept.", flush=True)
    return 0


def _announce(worker: Worker, chosen: settings.Settings) -> None:
    print(f"{chosen.name} is open. Join from any device on this network:")
    for address in worker.addresses:
        print(f"    {address}")
    print(f"Everything is kept in {chosen.folder}")
    print("Press Ctrl-C to stop.")
    # The last line is for programs that wait for the server to be up.
    print(f"ready {worker.local_url}", flush=True)
