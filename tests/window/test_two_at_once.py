"""Two people on two machines start the program at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.browser.neighbours import Neighbours
from tests.running import eventually
from tests.window.doubleclick import PAGE_SECONDS, SYSTEM, WindowDesk
from tests.window.screen import Screen


@pytest.fixture
def desks() -> Iterator[list[WindowDesk]]:
    """One on each machine, before a screen of its own."""
    with Neighbours() as neighbours, ExitStack() as stack:
        made = []
        for place in (neighbours.home(), neighbours.guest()):
            desk = WindowDesk(stack.enter_context(Screen()), SYSTEM, place)
            desk.environment |= {"CHAT_HOST": "", "CHAT_ANNOUNCE": "on"}
            made.append(stack.enter_context(desk))
        yield made


def test_one_of_them_is_asked_and_both_end_in_one_chat(desks: list[WindowDesk]) -> None:
    for desk in desks:
        desk.start()
    (asked,) = eventually(lambda: [desk for desk in desks if desk.is_asked()], seconds=PAGE_SECONDS)
    (elder,) = [desk for desk in desks if desk is not asked]
    asked.join(lambda: bool(asked.screen.windows("lobby")) and not asked.serves())
    for desk, nick in ((asked, "Grace"), (elder, "Ada")):
        desk.window()
        desk.screen.type(nick)
        desk.screen.key("Tab")
        desk.screen.type(f"{nick} is here")
        desk.screen.key("Return")
        desk.screen.picture(f"two-{nick}")
    eventually(lambda: {*elder.messages()}, {"Grace is here", "Ada is here"}.__eq__)
    assert not elder.is_asked()
