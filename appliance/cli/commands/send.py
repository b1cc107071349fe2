"""`chat-appliance send`: say something from a terminal or a script."""

from __future__ import annotations

import argparse
import getpass
import os
import random
import secrets
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final

from appliance.chat.names import LOBBY
from appliance.cli.parser import add_url, declare, seconds
from appliance.cli.remote.token import add_token
from appliance.cli.terminal import output
from appliance.cli.terminal.exit import Usage
from appliance.cli.terminal.progress import Progress
from appliance.errors import BadInput, Problem, TooLong

LONGEST: Final = 16 * 1024 * 1024
"""Bytes of one message read from standard input: as much as the largest body of a request."""

_STDIN: Final = ["-"]

_DESCRIPTION: Final = """\
Say something in a room: the words of TEXT, or standard input without TEXT (or
with -). Prints nothing when it is done: the message is then on the chat's disk."""

_EPILOG: Final = """\
Each message is sent under a key of its own, so however often --retry repeats it,
it is stored once.

examples:
  chat-appliance send The coffee is ready
  chat-appliance send --room garden --nick "Weather station" "$(date): 18 °C"
  chat-appliance send --token-file /etc/printer.token --room alerts Out of paper
  chat-appliance send --file report.pdf --file photo.jpg The report, and a photo
  make 2>&1 | tail -n 20 | chat-appliance send --room builds
  journalctl -f -u backup | chat-appliance send --lines --room backups --retry 3600
  chat-appliance send -- --this begins with dashes"""


def add(commands: Any) -> None:
    """Make the command known."""
    parser = declare(
        commands,
        "send",
        run,
        help="say something",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument("text", metavar="TEXT", nargs="*", help="What to say, joined by spaces.")
    add_url(parser)
    add_token(parser)
    parser.add_argument("--room", default=LOBBY, help=f"Where to say it. Default: {LOBBY}.")
    parser.add_argument(
        "--nick", help="Who says it. Default: your login name. With a token it is the token's."
    )
    parser.add_argument(
        "--lines",
        action="store_true",
        help="Read standard input line by line, each a message, sent as it comes. "
        "Empty lines are left out.",
    )
    parser.add_argument(
        "--retry",
        metavar="SECONDS",
        type=seconds,
        default=0.0,
        help="Go on trying for so long when the chat cannot be reached or is busy, or something "
        "else answers in its place. Default: 0.",
    )
    parser.add_argument(
        "--file",
        metavar="PATH",
        type=Path,
        action="append",
        help="Send a file; several with one message by repeating it. TEXT is then what is said "
        "with it, if anything is. --retry goes on where it was.",
    )
    parser.add_argument(
        "--original",
        action="store_true",
        help="Send files as they are. Otherwise what tells a place is cut out of pictures and "
        "films.",
    )
    parser.add_argument("--id", action="store_true", help="Print the number of each message.")


def run(arguments: argparse.Namespace) -> int:
    """Send it all; stops at the first message that cannot be sent."""
    # Only now: http.client is most of what this command loads, and --help needs none of it.
    from appliance.cli.remote import address, token
    from appliance.cli.remote.client import ChatClient
    from appliance.cli.remote.patience import Retry

    client = ChatClient(
        address.chosen(arguments.url, os.environ), token=token.chosen(arguments, os.environ)
    )
    retry = Retry(
        arguments.retry,
        clock=time.monotonic,
        sleep=time.sleep,
        chance=random.random,
        tell=output.tell,
    )
    nick = _login() if arguments.nick is None else arguments.nick
    try:
        for place, message in _messages(arguments):
            fields: dict[str, Any] = {"room": arguments.room, "nick": nick, "message": message}
            if arguments.file:
                fields["files"] = [
                    _uploaded(client, retry, path, arguments) for path in arguments.file
                ]
            fields["key"] = secrets.token_hex(16)
            try:
                number = retry.answer_to(partial(_sent, client, fields))
            except Problem as problem:
                problem.place = place
                raise
            if arguments.id:
                output.write(f"{number}\n")
    finally:
        client.close()
    return 0


def _uploaded(client: Any, retry: Any, path: Path, arguments: argparse.Namespace) -> str:
    """The id of the file, all of which the chat has by then."""
    from appliance.cli.remote.uploading import FileSending

    with (
        Progress(f"Sending {path.name} …") as progress,
        closing(FileSending(client, path, progress.tell, original=arguments.original)) as upload,
    ):
        uploaded: str = retry.answer_to(upload.send)
        return uploaded


def _sent(client: Any, fields: Mapping[str, Any]) -> int:
    """The number that the chat gave the message."""
    number = client.post("/pub", fields).get("id")
    if not isinstance(number, int):
        raise client.not_a_chat()
    return number


def _messages(arguments: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """Each message, and the words that say which of several it is."""
    if arguments.file and not arguments.text:
        yield "", ""
    elif arguments.text in ([], _STDIN):
        if sys.stdin is None:
            raise BadInput("no-standard-input")
        stdin = sys.stdin.buffer
        yield from _lines(stdin) if arguments.lines else [("", _whole(stdin))]
    elif arguments.lines:
        raise Usage("lines-and-text")
    else:
        text = " ".join(arguments.text)
        if not _is_unicode(text):
            raise BadInput("text-not-utf8")
        yield "", text


def _whole(stdin: BinaryIO) -> str:
    if stdin.isatty():
        output.tell("Write the message; end it with Ctrl-D on a line of its own.")
    return _decoded(stdin.read(LONGEST + 1)).rstrip("\r\n")


def _lines(stdin: BinaryIO) -> Iterator[tuple[str, str]]:
    lines = iter(partial(stdin.readline, LONGEST + 1), b"")
    for number, line in enumerate(lines, 1):
        text = _decoded(line, str(number)).rstrip("\r\n")
        if text.strip():
            yield f"Line {number}: ", text


def _decoded(data: bytes, line: str = "") -> str:
    """The text of `line`, or of all there is."""
    if len(data) > LONGEST and line:
        raise TooLong("line-too-long", line=line, most=LONGEST)
    if len(data) > LONGEST:
        raise TooLong("input-too-long", most=LONGEST)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if line:
            raise BadInput("line-not-utf8", line=line) from None
        raise BadInput("input-not-utf8") from None


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user need not have a name
        return ""
