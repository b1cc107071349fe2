"""What waits in a window goes with it to the chat's next address, and is sent there once."""

from __future__ import annotations

import contextlib

import pytest

from appliance.window import place
from appliance.window.choice import Neighbour
from tests.forms.builds import Builds
from tests.running import SOON, RunningServer, eventually
from tests.window.screen import Screen
from tests.window.test_view import VENVS
from tests.window.window import Window

POLLS = ("parsed", "remembered")
FEW = 20
"""Colours: more than a window has that is blank, or that goes from one page to the next."""


@pytest.fixture(params=list(VENVS))
def window(request: pytest.FixtureRequest, screen: Screen, builds: Builds) -> Window:
    python = str(builds.python(VENVS[request.param]))
    return Window(screen, python, request.param, screen.folder("view"))


def said(server: RunningServer) -> list[tuple[str, str]]:
    return [(entry["nick"], entry["message"]) for entry in server.log()]


def polls(server: RunningServer) -> float:
    return sum(server.metric(f'chat_polls_total{{head="{head}"}}') for head in POLLS)


def write_while_it_is_away(window: Window, server: RunningServer) -> str:
    """Ada waits at the chat's former address with two messages; the chat is at another port."""
    screen, log = window.screen, str(server.get("/about")["log"])
    window.do("open", server.url, None, "", log)
    window.id = eventually(lambda: screen.windows("lobby"))[0]
    eventually(lambda: server.metric("chat_polls_parked") >= 1)
    screen.type("Ada")
    screen.key("Tab")
    screen.type("here")
    before = polls(server)
    screen.key("Return")
    eventually(lambda: said(server) == [("Ada", "here")])
    # What was read is kept once it was told to the page; that asks for what comes next then.
    eventually(lambda: polls(server) > before)
    server.kill()
    for text in ("waits", "waits too"):
        screen.type(text)
        screen.key("Return")
    server.port = 0
    server.start()
    return log


def wait_for_the_chat(window: Window, url: str, log: str) -> str:
    """Show the page that waits for this chat at this address; how it looks then."""
    facts = place.waiting(Neighbour("Kitchen", f"{url}/", log), 0, [], typed="")
    window.do("ask", "place", facts)
    eventually(lambda: window.screen.title(window.id), "Chat".__eq__)
    looks = [""]

    def stays() -> bool:
        looks.append(window.screen.look(window.id))
        return looks[-1] == looks[-2] and window.colours() > FEW

    eventually(stays)
    return looks[-1]


def test_a_chat_is_waited_for_with_what_was_read_and_gets_what_waited_once(
    window: Window, server: RunningServer
) -> None:
    with window:
        before = server.url
        log = write_while_it_is_away(window, server)
        nothing = wait_for_the_chat(window, before, "another")
        wait_for_the_chat(window, before, log)
        eventually(lambda: window.screen.look(window.id), lambda look: look != nothing)
        window.screen.picture("waiting-with-what-was-said")
        sent = [("Ada", text) for text in ("here", "waits", "waits too")]
        window.do("open", server.url, None, "", log)
        eventually(lambda: said(server) == sent)
        window.screen.type("and on")
        window.screen.key("Return")
        eventually(lambda: said(server) == [*sent, ("Ada", "and on")])
        window.screen.picture("carried")


def test_at_another_host_somebody_is_asked_first(window: Window, server: RunningServer) -> None:
    """Who says on the network that the chat is there may be anybody."""
    with window:
        log = write_while_it_is_away(window, server)
        window.do("open", server.url.replace("127.0.0.1", "localhost"), None, "", log)
        eventually(lambda: window.screen.title(window.id), lambda title: title == "Chat")
        window.screen.picture("carry-question")

        def take_along() -> bool:
            window.screen.key("Tab", "Return")  # nothing is chosen before
            with contextlib.suppress(AssertionError):
                eventually(lambda: len(said(server)) == 3, seconds=SOON)
            return len(said(server)) == 3

        assert said(server) == [("Ada", "here")]
        eventually(take_along)
        assert said(server)[1:] == [("Ada", "waits"), ("Ada", "waits too")], server.log()
