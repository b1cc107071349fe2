"""`chat-appliance serve`: run the chat without a window."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from typing import TYPE_CHECKING, Any

from appliance import settings
from appliance.cli.parser import declare
from appliance.cli.terminal.exit import code_of
from appliance.errors import Problem

if TYPE_CHECKING:
    from appliance.host.logs import Say
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
    # For the window, which ends its server by closing its input.
    parser.add_argument("--attended", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped."""
    # Only now: the other commands start faster without all that the server needs.
    from appliance.host import logs, process
    from appliance.window import bootloader, unpacked

    if not arguments.attended:
        bootloader.follow()
    unpacked.hold(unpacked.folder())
    chosen = settings.read(vars(arguments), os.environ)
    say = logs.set_up(chosen.log_format)

    def ready(running: Worker) -> None:
        _announce(running, chosen, say)
        unpacked.sweep_in_background(unpacked.folder())

    try:
        whole = process.run(chosen, ready, attended=arguments.attended)
    except Problem as problem:
        if chosen.log_format == logs.TEXT:
            raise
        logs.fail(problem.description)
        return code_of(problem)
    kept = "Everything that was said is kept."
    gone = f"Its data folder {chosen.folder} was removed meanwhile, and what was said with it."
    say(f"The chat is closed. {kept if whole else gone}", event="closed")
    return 0


def _announce(worker: Worker, chosen: settings.Settings, say: Say) -> None:
    misleading = worker.sharing.misleading()
    if misleading:
        say(f"{worker.name} is open. Inside of its container it is at:")
    elif worker.sharing.offline():
        say(f"{worker.name} is open. This computer is on no network yet; only it can join, at:")
    elif worker.sharing.shared:
        say(f"{worker.name} is open. Join from any device on this network:")
    else:
        say(f"{worker.name} is open, to this computer only:")
    for address in worker.addresses:
        say(f"    {address}")
    for hint in misleading:
        say(hint.text)
    say(f"Everything is kept in {chosen.folder}")
    if worker.port != worker.wanted_port != 0:
        say(f"Port {worker.wanted_port} is taken, so it is at port {worker.port}.")
    if chosen.switch:
        say(f"To change who may join, {_how(worker, chosen)}")
    say("Press Ctrl-C to stop.")
    # The last line is for programs that wait for the server to be up.
    say(f"ready {worker.local_url}", event="ready", url=worker.local_url)


def _how(worker: Worker, chosen: settings.Settings) -> str:
    """The link only when it is new and a person reads it: else it would stand in a journal, which
    others may read, for ever.
    """
    from appliance.host import admin_token

    if worker.admin_token.fresh and sys.stdout is not None and sys.stdout.isatty():
        return f"open {admin_token.link(worker.local_url, worker.admin_token.text)}"
    where = f" --data {shlex.quote(chosen.data)}" if "data" in chosen.chosen else ""
    return f"open the link that this prints: chat-appliance admin{where}"
