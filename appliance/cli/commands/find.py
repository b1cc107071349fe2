"""`chat-appliance find`: the chats on this network."""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any, Final

from appliance.cli.parser import declare, seconds
from appliance.cli.terminal import output
from appliance.cli.terminal.exit import OK, Unreachable
from appliance.visible import visible, visible_json

if TYPE_CHECKING:
    from appliance.network.discovery.found import FoundChat

_DESCRIPTION: Final = """\
List the chats that are announced on this network, as they are found: name and
address. Those that do not answer come last."""

_EPILOG: Final = """\
Some networks keep devices apart (guest Wi-Fi mostly); nothing is found there.

examples:
  chat-appliance find
  chat-appliance find --seconds 10
  chat-appliance find --json"""

_NAME_WIDTH: Final = 24

LONGEST: Final = 86_400.0
"""Seconds to look; who wants longer asks again."""

TURN: Final = 0.2
"""Seconds until it is noticed that looking is impossible."""

MOST: Final = 1_000
"""Lines to print; a network where more chats come and go is a joke of somebody's."""


def add(commands: Any) -> None:
    """Make the command known."""
    parser = declare(
        commands,
        "find",
        run,
        help="list the chats on this network",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument(
        "--seconds",
        metavar="SECONDS",
        type=seconds,
        default=3.0,
        help="Look for so long. Default: 3.",
    )
    parser.add_argument("--json", action="store_true", help="Print one JSON object a line.")


def run(arguments: argparse.Namespace) -> int:
    """Look around for the time that was asked for."""
    from appliance.network.discovery.browse import Browser

    output.use_utf8(always=arguments.json)
    if sys.stderr is not None and sys.stderr.isatty():
        output.tell(f"Looking for chats for {arguments.seconds:g} seconds.")
    found: Queue[list[FoundChat]] = Queue()
    browser = Browser(found.put)
    printed = Printed(as_json=arguments.json)
    ending = time.monotonic() + min(arguments.seconds, LONGEST)
    try:
        while not browser.ended(0) and (left := ending - time.monotonic()) > 0:
            with contextlib.suppress(Empty):
                printed.hear(found.get(timeout=min(left, TURN)))
    finally:
        browser.close()
    if browser.failure is not None:
        raise Unreachable(browser.failure.name, **browser.failure.values)
    printed.end()
    if not printed.lines:
        raise Unreachable("no-chat-found")
    return OK


class Printed:
    """Prints each chat once: as soon as it answers, or at the end if it never did."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._answered: set[str] = set()
        self._last: list[FoundChat] = []
        self.lines = 0

    def hear(self, chats: list[FoundChat]) -> None:
        """These are found now."""
        self._last = chats
        for chat in chats:
            if chat.answers and chat.id not in self._answered and len(self._answered) < MOST:
                self._answered.add(chat.id)
                self._print(chat)

    def end(self) -> None:
        """No more will come."""
        for chat in self._last:
            if chat.id not in self._answered:
                self._print(chat)

    def _print(self, chat: FoundChat) -> None:
        self.lines += 1
        output.write(_json(chat) if self._as_json else _line(chat))


def _json(chat: FoundChat) -> str:
    told = {name: value for name, value in chat._asdict().items() if name != "own"}
    return visible_json(told) + "\n"


def _line(chat: FoundChat) -> str:
    silent = "" if chat.answers else "  (does not answer)"
    return f"{visible(chat.name):<{_NAME_WIDTH}}  {visible(chat.urls[0])}{silent}\n"
