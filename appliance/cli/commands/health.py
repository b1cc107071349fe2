"""`chat-appliance health`: for a container's health check, or whoever else watches."""

from __future__ import annotations

import argparse
import os
from typing import Any, Final

from appliance.cli.parser import add_url, declare, seconds
from appliance.cli.terminal import output
from appliance.cli.terminal.exit import OK, TryAgain
from appliance.errors import Refused

_DESCRIPTION: Final = """\
Ask a chat whether messages can be stored and read just now. Prints ok, or on
standard error what is wrong. Where that works and searching, or keeping who has
read what, does not, it says so on standard error beside the ok."""

_EPILOG: Final = """\
Exit code 75 means that the chat answers and cannot work (a full disk, for one),
69 that nothing answers.

examples:
  chat-appliance health
  chat-appliance health --url http://192.168.1.20:8080/ --timeout 1
  HEALTHCHECK CMD ["chat-appliance", "health"]       # in a Dockerfile"""


def add(commands: Any) -> None:
    """Make the command known."""
    parser = declare(
        commands,
        "health",
        run,
        help="ask whether a chat works",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    add_url(parser)
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=seconds,
        default=3.0,
        help="Wait at most so long for the answer. Default: 3.",
    )


def run(arguments: argparse.Namespace) -> int:
    """Ask once."""
    # Only now: http.client is most of what this command loads, and --help needs none of it.
    from appliance.cli.remote import address
    from appliance.cli.remote.client import ChatClient

    client = ChatClient(address.chosen(arguments.url, os.environ), max(arguments.timeout, 0.001))
    try:
        answer = client.get("/healthz")
    except Refused as problem:
        # It answers, and not that it works: whatever the reason, that is not healthy.
        raise TryAgain(problem.name, **problem.values) from None
    finally:
        client.close()
    if answer.get("status") != "ok":
        raise client.not_a_chat()
    output.write("ok\n")
    for part in ("search", "marks"):
        if part in answer:
            output.tell(f"chat-appliance: {answer[part]}")
    return OK
