"""How a command is declared: the same shape of help for all of them."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from typing import Any

from appliance.cli.terminal.exit import EXIT_CODES
from appliance.feed.numbers import DIGITS


def declare(
    commands: Any,
    name: str,
    run: Callable[[argparse.Namespace], int],
    *,
    help: str,  # noqa: A002 - argparse's own word for it
    description: str,
    epilog: str,
) -> argparse.ArgumentParser:
    """A parser for the command `name`, whose help ends with the exit codes."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=help,
        description=description,
        epilog=f"{epilog}\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        # Scripts would break on the day a second option begins with the same letters.
        allow_abbrev=False,
    )
    parser.set_defaults(run=run)
    return parser


def add_url(parser: argparse.ArgumentParser) -> None:
    """The option that says which chat is meant."""
    parser.add_argument(
        "--url",
        metavar="URL",
        help="The chat's address. Default: the environment's CHAT_URL, else this machine's own "
        "chat at the port its settings say (http://127.0.0.1:8080/).",
    )


def add_data(parser: argparse.ArgumentParser) -> None:
    """The option that says where the chat is kept."""
    parser.add_argument(
        "--data",
        metavar="TEXT",
        help="Folder that holds the chat. Default: as for serve. (CHAT_DATA)",
    )


def count(text: str) -> int:
    """For argparse: a whole number, 0 or more."""
    if not text.isascii() or not text.isdigit() or len(text) > DIGITS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number, 0 or more")
    return int(text)


def seconds(text: str) -> float:
    """For argparse: a time in seconds, 0 or more."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds, 0 or more")
    return value
