"""`chat-appliance token`: what bots come with, made and taken back by the host."""

from __future__ import annotations

import argparse
import os
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Final

from appliance import settings
from appliance.cli.parser import add_data, declare
from appliance.cli.terminal import output
from appliance.cli.terminal.exit import OK
from appliance.visible import visible_json

_DESCRIPTION: Final = """\
Give a bot a token of the chat that runs on this computer, list the tokens, or take
one back. A token has a name, which stands beside all that is said with it and which
nobody else can use."""

_EPILOG: Final = """\
Only the user who runs the chat may. The secret is printed once: the chat keeps
nothing but its hash. Who has it comes with “Authorization: Bearer SECRET”; “send” and
“tail” take it by --token-file. The hook is an address for programs that can be told
an address and nothing else.

examples:
  chat-appliance token add printer --room alerts --may post
  chat-appliance token add assistant --may post --may read > secret
  chat-appliance token list
  chat-appliance token remove printer"""


def add(commands: Any) -> None:
    """Make the command known."""
    parser = declare(
        commands,
        "token",
        run,
        help="give bots their tokens, and take them back",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    acts = parser.add_subparsers(title="what to do", metavar="ACT", required=True)
    _act(acts, "list", _list, "show the tokens, without their secrets")
    adding = _act(acts, "add", _add, "make one; prints its secret, and its hook beside it")
    adding.add_argument("name", metavar="NAME", help="What its messages are shown under.")
    adding.add_argument(
        "--room",
        metavar="ROOM",
        action="append",
        default=[],
        help="Where it is for; more than one by repeating it. Default: all public rooms.",
    )
    adding.add_argument(
        "--may",
        choices=("post", "read", "metrics"),
        action="append",
        help="What it may; several by repeating it. metrics is for GET /metrics. Default: post.",
    )
    removing = _act(acts, "remove", _remove, "take one back; it is of no use at once")
    removing.add_argument("name", metavar="NAME", help="Its name, or its id.")


def _act(acts: Any, name: str, act: Any, words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = acts.add_parser(
        name, help=words, description=f"{words.capitalize()}.", allow_abbrev=False
    )
    parser.set_defaults(act=act)
    add_data(parser)
    parser.add_argument("--json", action="store_true", help="Print it as JSON.")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Find the chat, and do it as the host."""
    from appliance.cli.remote.hosting import hosted

    with hosted(settings.read({"data": arguments.data}, os.environ).folder) as client:
        arguments.act(client, arguments)
    return OK


def _add(client: Any, arguments: argparse.Namespace) -> None:
    made = client.post(
        "/tokens",
        {
            "name": arguments.name,
            "rooms": arguments.room,
            "may": arguments.may or ["post"],
            "key": secrets.token_hex(16),
        },
    )
    if arguments.json:
        _json([made])
        return
    if "post" in made["may"]:
        output.tell(f"Its hook: {client.address}hooks/{made['hook']}")
    output.tell("This is its secret, which is told this once:")
    output.write(f"{made['secret']}\n")


def _list(client: Any, arguments: argparse.Namespace) -> None:
    tokens = client.get("/tokens")["tokens"]
    if arguments.json:
        _json(tokens)
        return
    for token in tokens:
        rooms = ", ".join(token["rooms"]) or "all public rooms"
        used = f"last used {token['used']}" if token["used"] else "not used since the start"
        may = " and ".join(token["may"])
        output.write(f"{token['name']}: {may} in {rooms}; since {token['since']}, {used}\n")


def _remove(client: Any, arguments: argparse.Namespace) -> None:
    tokens = client.get("/tokens")["tokens"]
    wanted = arguments.name
    # A name before an id; one that is neither is the chat's to refuse.
    ids = [token["id"] for token in tokens if token["name"] == wanted] or [_plain(wanted)]
    gone = client.delete(f"/tokens/{ids[0]}")
    if arguments.json:
        _json([gone])


def _plain(name: str) -> str:
    return name if name.isalnum() and name.isascii() else "-"


def _json(values: Iterable[Mapping[str, Any]]) -> None:
    output.use_utf8(always=True)
    for value in values:
        output.write(visible_json(value) + "\n")
