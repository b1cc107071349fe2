"""A bot's token: from an option, a file or the environment."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from appliance.cli.terminal.exit import Usage
from appliance.environment import bot_token

_TOKEN: Final = re.compile(r"[\w.~+/=-]+", re.ASCII)


def add_token(parser: argparse.ArgumentParser) -> None:
    """The options that say with which token to come."""
    given = parser.add_mutually_exclusive_group()
    given.add_argument(
        "--token",
        metavar="SECRET",
        help="A bot's token, as “chat-appliance token add” prints it. Others on this computer can "
        "see it among its processes: rather use a file. (CHAT_TOKEN)",
    )
    given.add_argument(
        "--token-file", metavar="FILE", help="A file that holds the token. (CHAT_TOKEN_FILE)"
    )


def chosen(arguments: argparse.Namespace, environment: Mapping[str, str]) -> str | None:
    """The token of the options, else of the environment; None for a person. Raises Usage."""
    text: str | None = arguments.token
    file: str | None = arguments.token_file
    if text is None and file is None:
        text, file = bot_token(environment)
    if text is None and file is not None:
        text = _content(file)
    if text is not None and not _TOKEN.fullmatch(text):
        raise Usage("bot-token-wrong")
    return text


def _content(file: str) -> str:
    try:
        return Path(file).read_text("utf-8-sig").strip()
    except OSError as error:
        raise Usage("bot-token-file", file=file, reason=error.strerror or error) from None
    except UnicodeDecodeError:
        raise Usage("bot-token-wrong") from None
