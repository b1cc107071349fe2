"""`chat-appliance tail`: read the conversation as it comes."""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from appliance.chat.names import EVERY_ROOM, LOBBY
from appliance.cli.parser import add_url, count, declare
from appliance.cli.remote.slice import Entry
from appliance.cli.remote.token import add_token
from appliance.cli.terminal import output
from appliance.cli.terminal.exit import OK
from appliance.cli.terminal.screen import JsonScreen, Screen
from appliance.environment import wants_colours
from appliance.errors import BadInput

LINES: Final = 10

_DESCRIPTION: Final = """\
Print the last messages and then everything that is said, until Ctrl-C. It waits
for a chat that is being restarted, and loses and repeats nothing meanwhile."""

_EPILOG: Final = """\
With --json each line is one entry as the chat says it, with its number as "id".
That number is the cursor: a script that remembers the last id it has dealt with
goes on exactly there with --since. Kinds other than "message" may come; leave out
what you do not know.

On a terminal nicknames are coloured, unless NO_COLOR is set. Characters of others
that could play tricks on a terminal are shown as escapes, such as \\x1b.

examples:
  chat-appliance tail
  chat-appliance tail --room lobby,garden -n 50
  chat-appliance tail --room '*' --no-follow
  chat-appliance tail --json | jq --unbuffered -r .message
  chat-appliance tail --json -n 0 | head -n 1        # wait for the next message
  chat-appliance tail --json --since "$(cat seen)"   # everything after that id"""


def add(commands: Any) -> None:
    """Make the command known."""
    parser = declare(
        commands,
        "tail",
        run,
        help="read the conversation as it comes",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    add_url(parser)
    add_token(parser)
    parser.add_argument(
        "--room",
        metavar="ROOM[,ROOM]",
        default=LOBBY,
        help="What to read: a room, several separated by commas, or * for all. Default: lobby.",
    )
    start = parser.add_mutually_exclusive_group()
    start.add_argument(
        "-n",
        "--lines",
        metavar="N",
        type=count,
        default=LINES,
        help=f"Begin with the last N messages. Default: {LINES}.",
    )
    start.add_argument(
        "--since",
        metavar="CURSOR",
        type=count,
        help="Begin after the entry with this id instead; 0 for the very first.",
    )
    parser.add_argument(
        "--no-follow",
        dest="follow",
        action="store_false",
        help="End after what has been said until now.",
    )
    parser.add_argument("--json", action="store_true", help="Print one entry a line as JSON.")


def run(arguments: argparse.Namespace) -> int:
    """Print until interrupted, or until nobody reads the output."""
    # Only now: http.client is most of what this command loads, and --help needs none of it.
    from appliance.cli.remote import address, token
    from appliance.cli.remote.client import ChatClient
    from appliance.cli.remote.conversation import Conversation
    from appliance.cli.remote.patience import Patience

    rooms = _rooms(arguments.room)
    client = ChatClient(
        address.chosen(arguments.url, os.environ), token=token.chosen(arguments, os.environ)
    )
    patience = Patience(sleep=time.sleep, chance=random.random, tell=output.tell)
    reading = Conversation(
        client, rooms, patience, clock=time.monotonic, sleep=time.sleep, tell=output.tell
    )
    colours = sys.stdout is not None and sys.stdout.isatty() and wants_colours(os.environ)
    screen = JsonScreen() if arguments.json else _screen(rooms, colours=colours)
    output.use_utf8(always=arguments.json)
    # Nothing waits to be written or closed then, and the main thread may be anywhere in a poll.
    output.watch_reader(lambda: os._exit(OK))
    try:
        for entries in _entries(reading, arguments):
            lines = "".join(map(screen.show, entries))
            if lines:
                output.write(lines, coloured=colours)
    finally:
        client.close()
    return OK


def _entries(reading: Any, arguments: argparse.Namespace) -> Iterator[list[Entry]]:
    if arguments.since is None:
        yield reading.last(arguments.lines)
    else:
        reading.cursor = arguments.since
        if not arguments.follow:
            yield from reading.unread()
    if arguments.follow:
        yield from reading.news()


def _rooms(value: str) -> list[str]:
    """The rooms named in `value`, each once, in its order."""
    names = [name.strip() for name in value.split(",")]
    rooms = list(dict.fromkeys(name for name in names if name))
    if not rooms:
        raise BadInput("no-room-named")
    return [EVERY_ROOM] if EVERY_ROOM in rooms else rooms


def _screen(rooms: list[str], *, colours: bool) -> Screen:
    return Screen(
        datetime.now().astimezone().date(),
        rooms=rooms == [EVERY_ROOM] or len(rooms) > 1,
        colours=colours,
    )
