"""What somebody sees who double-clicks: from source, with the system's web view, with Qt's."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.neighbours import HOME, Neighbours
from tests.running import DEADLINE, RunningServer, at_rest, eventually
from tests.window.doubleclick import FOUND_LATE, PAGE_SECONDS, QT, SOURCE, SYSTEM, WindowDesk
from tests.window.parts import BOOTLOADER, SERVER, WINDOW, end_while_others_write, processes
from tests.window.screen import Screen
from tests.window.window import CLOSE


@pytest.fixture(params=[SOURCE, SYSTEM, QT])
def desk(request: pytest.FixtureRequest, screen: Screen) -> Iterator[WindowDesk]:
    with WindowDesk(screen, request.param) as desk:
        yield desk


@pytest.fixture
def light(screen: Screen) -> Iterator[WindowDesk]:
    """Where one form stands for all of them."""
    with WindowDesk(screen, SYSTEM) as desk:
        yield desk


def test_the_window_chats_with_a_browser(desk: WindowDesk, browser: Browser) -> None:
    opened = desk.start()
    window = desk.window()
    screen = desk.screen
    with browser.new_context() as elsewhere:
        ada = elsewhere.new_page()
        ada.goto(f"http://127.0.0.1:{desk.server()['port']}/")
        screen.type("Grace")
        screen.key("Tab")
        screen.type("Hello from the window")
        screen.key("Return")
        expect(ada.get_by_text("Hello from the window")).to_be_visible()
        before = at_rest(lambda: screen.colours(window))
        ada.get_by_label("Your name").fill("Ada")
        ada.locator("#message").fill("Good to see you \N{SMILING FACE WITH SMILING EYES}")
        ada.locator("#message").press("Enter")
        eventually(lambda: screen.colours(window), lambda many: many > before)
        screen.picture(f"double-click-{desk.form}")
    screen.key(CLOSE)
    assert opened.wait(DEADLINE) == 0
    desk.nothing_is_left()
    assert not desk.unpacked()
    assert [entry["nick"] for entry in desk.log()] == ["Grace", "Ada"]


def test_the_end_of_the_session_ends_all_of_it(desk: WindowDesk) -> None:
    desk.start()
    desk.window()
    desk.screen.vanish()
    desk.nothing_is_left()


def test_five_double_clicks_make_one_window(light: WindowDesk) -> None:
    five = [light.start() for _ in range(5)]
    light.window()
    eventually(lambda: [one.poll() for one in five].count(0), lambda ended: ended == 4)
    assert len(light.screen.windows("lobby")) == 1
    # One more, later, from behind another window.
    light.screen.start(["xmessage", "something else"])
    window = light.window()
    eventually(lambda: light.screen.active() not in ("", window))
    assert light.run()[0] == 0
    eventually(lambda: light.screen.active() == window)


def test_a_killed_server_is_back_in_the_same_window(light: WindowDesk) -> None:
    light.start()
    window = light.window()
    light.screen.type("Grace")
    light.screen.key("Tab")
    light.screen.type("half a ")
    before = light.server()
    after = light.kill_server(9)
    assert after["port"] == before["port"]
    said = eventually(lambda: light.screen.windows("started again"))[0]
    light.screen.picture("started-again")
    light.screen.key("Return")
    eventually(lambda: said not in light.screen.windows("started again"))
    eventually(lambda: light.screen.active() == window)
    light.screen.type("sentence")
    light.screen.key("Return")
    eventually(lambda: light.messages() == ["half a sentence"])
    light.screen.key(CLOSE)
    light.nothing_is_left()
    assert [entry["message"] for entry in light.log()] == ["half a sentence"]


def test_closing_on_others_asks_and_can_keep_the_chat(screen: Screen) -> None:
    with Neighbours() as neighbours, WindowDesk(screen, SYSTEM, neighbours.home()) as desk:
        desk.environment["CHAT_HOST"] = ""
        opened = desk.start()
        desk.window()
        port = desk.server()["port"]
        url = f"http://{HOME}:{port}/sub?room=lobby&since=0&wait=60"
        guest = subprocess.Popen([*neighbours.guest("curl", "-s", url)])
        try:
            _connected(neighbours, port)
            question = _asked(desk)
            desk.screen.picture("closing-question")
            desk.screen.key("Escape")
            eventually(lambda: question not in desk.screen.windows("Close the chat"))
            assert desk.screen.windows("lobby"), "Cancel keeps the window"
            _keep(desk)
            eventually(lambda: not desk.screen.windows("lobby"))
            assert opened.poll() is None
            assert guest.poll() is None, "the guest's poll goes on"
            # Another double-click shows it again.
            assert desk.run()[0] == 0
            desk.window()
        finally:
            guest.kill()
            guest.wait()


@pytest.mark.parametrize("late", [False, True], ids=["from the first", "later"])
def test_the_chat_of_another_machine_is_offered(
    screen: Screen, tmp_path: Path, *, late: bool
) -> None:
    with Neighbours() as neighbours, ExitStack() as stack:
        serve = (*neighbours.home(sys.executable, "-m", "appliance"), "serve", "--name", "Kitchen")
        home = RunningServer(tmp_path / "data", "--host", "", command=serve)
        desk = WindowDesk(screen, SYSTEM, neighbours.guest())
        desk.environment |= {"CHAT_HOST": "", "CHAT_ANNOUNCE": "on"}
        if late:
            opened = stack.enter_context(desk).start()
            desk.window()
            stack.enter_context(home)
            eventually(lambda: screen.windows(FOUND_LATE), seconds=PAGE_SECONDS)
            screen.picture("found-later")
        else:
            stack.enter_context(home)
            _announced(neighbours)
            opened = stack.enter_context(desk).start()

        def at_home(path: str) -> str:
            read = [*neighbours.home("curl", "-s"), f"http://127.0.0.1:{home.port}{path}"]
            return subprocess.run(read, check=True, capture_output=True, text=True).stdout

        # What is typed into a page that is not there yet is lost.
        desk.join(lambda: re.search("chat_polls_parked [1-9]", at_home("/metrics")) is not None)
        desk.window()
        screen.type("Guest")
        screen.key("Tab")
        screen.type("May I come in?")
        screen.key("Return")
        eventually(lambda: "May I come in?" in at_home("/sub?since=0"))
        screen.picture("joined")
        # Again where the window was not told yet that nothing waits to be sent.
        screen.press(CLOSE, lambda: [opened.poll()] if opened.poll() is not None else [])
        assert opened.wait(DEADLINE) == 0


def test_a_chat_that_has_gone_meanwhile_is_offered_no_more(screen: Screen, tmp_path: Path) -> None:
    with Neighbours() as neighbours, ExitStack() as stack:
        serve = (*neighbours.home(sys.executable, "-m", "appliance"), "serve", "--name", "Kitchen")
        desk = stack.enter_context(WindowDesk(screen, SYSTEM, neighbours.guest()))
        desk.environment |= {"CHAT_HOST": "", "CHAT_ANNOUNCE": "on"}
        opened = desk.start()
        desk.window()
        home = RunningServer(tmp_path / "data", "--host", "", command=serve)
        with home:
            place = desk.choice()
            offered = screen.look(place)
        eventually(lambda: screen.look(place), lambda look: look != offered, PAGE_SECONDS)
        screen.picture("gone-meanwhile")
        screen.press("Escape", lambda: screen.windows("lobby"), PAGE_SECONDS)
        desk.window()
        screen.key(CLOSE)
        assert opened.wait(DEADLINE) == 0


MATRIX = [
    (form, part, number)
    for form, parts in {
        SOURCE: (WINDOW, SERVER),
        SYSTEM: (BOOTLOADER, WINDOW, SERVER),
        QT: (BOOTLOADER, WINDOW, SERVER),
    }.items()
    for part in parts
    for number in (signal.SIGKILL, signal.SIGTERM)
]


@pytest.mark.parametrize(("form", "part", "number"), MATRIX)
def test_whichever_process_ends_nothing_stays_and_nothing_is_lost(
    screen: Screen, tmp_path: Path, form: str, part: str, number: signal.Signals
) -> None:
    with WindowDesk(screen, form) as desk:
        opened = desk.start()
        desk.window()
        parts = processes(desk, opened.pid)
        assert (BOOTLOADER in parts) == (form != SOURCE)
        end_while_others_write(desk, parts, part, number, tmp_path)
        again = desk.start()
        window = desk.window()
        eventually(lambda: len(desk.unpacked()), lambda now: now == (form != SOURCE))
        screen.close(window)
        assert again.wait(DEADLINE) == 0
        desk.nothing_is_left()
        assert not desk.unpacked()


def _announced(neighbours: Neighbours) -> None:
    """Wait until the other machine finds the chat."""
    find = [*neighbours.guest(sys.executable, "-m", "appliance"), "find", "--json"]
    eventually(lambda: subprocess.run(find, check=False, capture_output=True).stdout)


def _connected(neighbours: Neighbours, port: int) -> None:
    """Wait until the chat counts the other machine: a window closed before asks nothing."""
    ask = [*neighbours.home("curl", "-s", f"http://127.0.0.1:{port}/invite")]
    eventually(
        lambda: json.loads(subprocess.run(ask, check=True, capture_output=True).stdout),
        lambda invitation: invitation["reached"]["connected"] == 1,
    )


def _asked(desk: WindowDesk) -> str:
    """Press close until the window hears it, and asks."""
    question = desk.screen.press(CLOSE, lambda: desk.screen.windows("Close the chat"))[0]
    eventually(lambda: desk.screen.active() == question)
    return question


def _keep(desk: WindowDesk) -> None:
    _asked(desk)
    desk.screen.key("Left", "Left", "Return")  # Cancel has the keyboard; Keep is the first
