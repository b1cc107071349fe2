"""`chat-appliance door`: who comes into the chat of this computer."""

from __future__ import annotations

import argparse
import os
from typing import Any, Final

from appliance import settings
from appliance.cli.parser import add_data, declare
from appliance.cli.terminal import output
from appliance.cli.terminal.exit import OK
from appliance.errors import Starting
from appliance.visible import visible, visible_json

MODES: Final = ("open", "passcode", "approve", "locked")

_DESCRIPTION: Final = """\
Say how the door of the chat that runs on this computer stands, and who waits
before it; or set it: open for everybody, for who knows a passcode, for whom the
host lets in, or locked. Those who are in the chat stay."""

_EPILOG: Final = """\
Only the user who runs the chat may. Others on this computer can read a command
line: rather name a file with the passcode in CHAT_PASSCODE_FILE.

examples:
  chat-appliance door
  chat-appliance door approve
  CHAT_PASSCODE_FILE=passcode.txt chat-appliance door passcode
  chat-appliance door locked --drop                  # and all must come in anew
  chat-appliance door --json"""

_SAID: Final = {
    "open": "The door is open: everybody comes in.",
    "passcode": "Who says the passcode comes in.",
    "approve": "Who is let in by the host comes in.",
    "locked": "The door is locked: nobody further comes in.",
}


def add(commands: Any) -> None:
    """Make the command known."""
    parser = declare(
        commands,
        "door",
        run,
        help="say who may come in",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument("mode", nargs="?", choices=MODES, help="How it is to stand.")
    parser.add_argument(
        "--passcode",
        metavar="TEXT",
        help="What newcomers must say; without it the last one. (CHAT_PASSCODE)",
    )
    parser.add_argument(
        "--drop", action="store_true", help="Those who are in the chat must come in anew."
    )
    parser.add_argument("--json", action="store_true", help="Print one JSON object.")
    add_data(parser)


def run(arguments: argparse.Namespace) -> int:
    """Ask the chat, or tell it."""
    given = {"data": arguments.data, "passcode": arguments.passcode}
    chosen = settings.read(given, os.environ)
    if arguments.mode is None and (arguments.drop or arguments.passcode):
        raise Starting("door-unsaid")

    from appliance.cli.remote.hosting import hosted

    output.use_utf8(always=arguments.json)
    with hosted(chosen.folder) as client:
        if arguments.mode is not None:
            wanted: dict[str, object] = {"mode": arguments.mode, "drop": arguments.drop}
            if arguments.mode == "passcode" and chosen.passcode:
                wanted["passcode"] = chosen.passcode
            client.put("/door", wanted)
        door = client.get("/door")
        waiting = client.get("/door/waiting")["waiting"]
    told = {"mode": door["mode"], "inside": door["inside"], "waiting": waiting}
    output.write(visible_json(told) + "\n" if arguments.json else _words(told))
    return OK


def _words(told: dict[str, Any]) -> str:
    lines = [_SAID.get(told["mode"], visible(str(told["mode"])))]
    lines += [
        f"{visible(each['member'])}  {visible(each['nick']) or '(without a name)'}"
        + ("  (refused)" if each["refused"] else "")
        for each in told["waiting"]
    ]
    return "\n".join(lines) + "\n"
