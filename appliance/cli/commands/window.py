"""`chat-appliance window`, or no command at all: the chat in a window of its own."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from appliance import settings
from appliance.cli.commands import serve
from appliance.cli.parser import declare
from appliance.cli.terminal.exit import CONFIGURATION, OK, TAKEN
from appliance.cli.terminal.output import tell, write
from appliance.environment import (
    be_frugal,
    displays,
    draw_by_processor,
    find_dictionaries,
    foreign_environment,
)
from appliance.errors import Problem

if TYPE_CHECKING:
    from appliance.window.face import Face
    from appliance.window.open import Opening
    from appliance.window.plan import Plan

_DESCRIPTION = """Open the chat in a window; this is also what happens without any command.
It is served to everyone on this network as long as the window is open. Started
a second time, it brings the window to the front. Without a web view the chat
opens in the browser; without a display it is served as by "serve"."""

_EPILOG = """The options are those of "serve" and can be set in the same ways.

examples:
  chat-appliance
  chat-appliance window --name "Ground floor"
  chat-appliance window --choose"""


def add(commands: Any) -> None:
    """Make the command known."""
    parser = declare(
        commands,
        "window",
        run,
        help="open the chat in a window; the same as no command",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument(
        "--hidden", action="store_true", help="Start without showing the window, as at login."
    )
    parser.add_argument(
        "--choose",
        action="store_true",
        help="Ask which chat to show: this computer's own or one found on the network.",
    )
    # For what comes after a web view that ended the whole process.
    parser.add_argument("--browser", action="store_true", help=argparse.SUPPRESS)
    settings.add_options(parser)
    parser.set_defaults(attended=False)  # for `serve`, where there is no display


def run(arguments: argparse.Namespace) -> int:
    """Show the window until it is closed."""
    from appliance.window import display

    if missing := display.missing(displays(os.environ)):
        write(f"{missing}, so the chat is served without a window.\n")
        return serve.run(arguments)
    others = foreign_environment(os.environ)
    find_dictionaries(os.environ)
    draw_by_processor(os.environ)  # which is no concern of other programs
    be_frugal(os.environ)
    try:
        return _run(arguments, others)
    except Problem as problem:
        if sys.stderr is None or not sys.stderr.isatty():
            from appliance.window import alert

            alert.show(problem.description, others)
        raise


def _run(arguments: argparse.Namespace, others: Mapping[str, str]) -> int:
    # All that is light comes first: a second start ends here, and the server, which takes the
    # longest, is started before the web view is loaded.
    from appliance.window import bootloader, instance, unpacked

    bootloader.follow()
    unpacked.hold(unpacked.folder())
    chosen = settings.read(vars(arguments), os.environ)
    wish = instance.GREET if arguments.hidden else instance.FOCUS
    only = instance.claim(chosen.folder, instance.CHOOSE if arguments.choose else wish)
    if only is None:
        write("The chat is open already; its window is in front now.\n")
        return OK

    from appliance.window import ahead, signals

    ahead.read_in_background()
    from appliance.window.open import Opening

    plan = _plan(arguments, chosen)
    opening = Opening(plan, only)
    with signals.heard(opening.end):
        try:
            opening.begin()
            return _shown(opening, plan, others, browser=arguments.browser)
        finally:
            opening.close()


def _plan(arguments: argparse.Namespace, chosen: settings.Settings) -> Plan:
    from appliance.host.called import called
    from appliance.host.kept_port import usual_port
    from appliance.window.neighbours import look
    from appliance.window.plan import Plan
    from appliance.window.server import executable

    options = [
        word
        for row in settings.ROWS
        if (value := getattr(arguments, row.name, None)) is not None
        for word in (settings.option(row), value)
    ]
    # The window reads what the server says, however others shall read it.
    words = ["serve", "--attended", *options, "--log-format", "text"]
    return Plan(
        folder=chosen.folder,
        name=called(chosen),
        port=usual_port(chosen),
        server=lambda: [*executable.command(), *words],
        rescue=lambda: [*executable.command(), "window", "--browser", *options],
        hopeless=frozenset({CONFIGURATION, TAKEN}),
        choose=arguments.choose,
        hidden=arguments.hidden,
        find=look if chosen.announce else None,
    )


def _shown(opening: Opening, plan: Plan, environment: Mapping[str, str], *, browser: bool) -> int:
    """Show a window; where that cannot be, or was tried in vain, the browser."""
    from appliance.window import rescue, unpacked
    from appliance.window.browser import BrowserFace
    from appliance.window.toolkits import packed
    from appliance.window.toolkits.toolkit import NoView

    try:
        if browser:
            raise NoView("view-ended")
        packed.unpack(unpacked.folder())
        with rescue.at_hand(plan.rescue, environment):
            return opening.show(_view(plan, opening, environment))
    except NoView as none:
        face = BrowserFace(none.description, environment, tell, hidden=opening.hidden)
        return opening.show(face)


def _view(plan: Plan, opening: Opening, environment: Mapping[str, str]) -> Face:
    from appliance.host.ui import ui_folder
    from appliance.window.view import View

    return View(
        plan.name,
        folder=plan.folder,
        icon=ui_folder() / "icon.png",
        closing=opening.closing,
        elsewhere=opening.elsewhere,
        titled=opening.titled,
        hidden=plan.hidden,
        environment=environment,
        likely=f"http://127.0.0.1:{plan.port}/",
    )
