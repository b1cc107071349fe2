"""`chat-appliance search`: what was said, found by its words."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime
from typing import Any, Final

from appliance.cli.parser import add_url, count, declare
from appliance.cli.remote.token import add_token
from appliance.cli.terminal import output
from appliance.cli.terminal.exit import OK
from appliance.cli.terminal.screen import JsonScreen, Screen
from appliance.environment import wants_colours

LINES: Final = 20

_DESCRIPTION: Final = """\
Print the last messages in which all the words are, in any case, with any accents
and in any width; the newest comes last."""

_EPILOG: Final = """\
Among the words may be
  "exact words"       in double quotes, which a shell wants in single ones
  from:ada            said by Ada, now or then; also a member's id
  in:tea              in that room
  has:link            with an address in it
  has:file            with a file; has:image with a picture
  after:2026-03-01    on that day or later
  before:2026-03-01   before that day began where the chat runs

What is said in private rooms is not found: nobody is logged in here. With --json
each line is a message as the chat says it, with "marks": from which character to
which the words are.

examples:
  chat-appliance search coffee
  chat-appliance search '"coffee is ready"' in:lobby after:2026-03-01
  chat-appliance search --json -n 1000 has:link | jq -r .message"""


def add(commands: Any) -> None:
    """Make the command known."""
    parser = declare(
        commands,
        "search",
        run,
        help="find what was said",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    add_url(parser)
    add_token(parser)
    parser.add_argument("words", metavar="WORDS", nargs="+", help="What to search for.")
    parser.add_argument(
        "-n",
        "--lines",
        metavar="N",
        type=count,
        default=LINES,
        help=f"At most the last N messages. Default: {LINES}.",
    )
    parser.add_argument("--json", action="store_true", help="Print one message a line as JSON.")


def run(arguments: argparse.Namespace) -> int:
    """Print what is found, and whether there is more."""
    # Only now: http.client is most of what this command loads, and --help needs none of it.
    from appliance.cli.remote import address, token
    from appliance.cli.remote.client import ChatClient
    from appliance.cli.remote.found import found

    client = ChatClient(
        address.chosen(arguments.url, os.environ), token=token.chosen(arguments, os.environ)
    )
    try:
        messages, sentence = found(client, " ".join(arguments.words), arguments.lines)
    finally:
        client.close()
    colours = sys.stdout is not None and sys.stdout.isatty() and wants_colours(os.environ)
    today = datetime.now().astimezone().date()
    screen = JsonScreen() if arguments.json else Screen(today, rooms=True, colours=colours)
    output.use_utf8(always=arguments.json)
    output.write("".join(map(screen.show, messages)), coloured=colours)
    if sentence:
        output.tell(sentence)
    return OK
