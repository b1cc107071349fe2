"""Where a joined window is, and how it comes elsewhere: real windows on machines of a network."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.browser.neighbours import HOME, Neighbours
from tests.running import DEADLINE, RunningServer, eventually
from tests.window.doubleclick import PAGE_SECONDS, QT, SOURCE, WindowDesk
from tests.window.screen import Screen

SEEN = 1_700_000_000_000


def _serve(neighbours: Neighbours, data: Path, name: str, *options: str) -> RunningServer:
    serve = (*neighbours.home(sys.executable, "-m", "appliance"), "serve", "--name", name)
    return RunningServer(data, "--host", "", *options, command=serve)


def _joined(desk: WindowDesk, chat: RunningServer, identity: str) -> None:
    """What a window leaves that was in this chat at last."""
    url = f"http://{HOME}:{chat.port}/"
    known = {"chat": "join", "id": identity, "name": "Kitchen", "url": url, "seen": SEEN}
    desk.data.mkdir()
    note = desk.data / "choice.json"
    note.write_text(json.dumps(known))
    for path in (desk.data, note):
        desk.screen.own(path)


def _connected(chat: RunningServer, neighbours: Neighbours) -> int:
    """How many on the other machine wait for news of this chat."""
    read = [*neighbours.home("curl", "-s"), f"http://127.0.0.1:{chat.port}/invite"]
    said = subprocess.run(read, check=True, capture_output=True).stdout
    return int(json.loads(said)["reached"]["connected"])


def _is_there(chat: RunningServer, neighbours: Neighbours) -> None:
    eventually(lambda: _connected(chat, neighbours), lambda many: many == 1, PAGE_SECONDS)


def _typed(screen: Screen, url: str) -> bool:
    """Go to this address from the place; keys that come before the page has begun go nowhere."""
    screen.press("Escape", lambda: screen.windows("lobby"), PAGE_SECONDS)
    screen.press("ctrl+o", lambda: screen.windows("^Desk$"), PAGE_SECONDS)
    screen.key("Tab", "Tab")  # From the first line past the other one
    screen.type(url)
    screen.key("Return")
    with contextlib.suppress(AssertionError):
        eventually(lambda: screen.windows("lobby . Attic"), seconds=10)
    return True


@pytest.mark.parametrize("form", [SOURCE, QT])
def test_a_joined_window_waits_joins_follows_and_leads_elsewhere(
    screen: Screen, tmp_path: Path, form: str
) -> None:
    with Neighbours() as neighbours, ExitStack() as stack:
        data = tmp_path / "kitchen"
        with _serve(neighbours, data, "Kitchen") as before:
            identity = _about(neighbours, before)
        desk = stack.enter_context(WindowDesk(screen, form, neighbours.guest()))
        desk.environment |= {"CHAT_HOST": "", "CHAT_ANNOUNCE": "on", "CHAT_NAME": "Desk"}
        _joined(desk, before, identity)
        opened = desk.start()
        waiting = eventually(lambda: screen.windows("^Desk$"), seconds=PAGE_SECONDS)[0]
        eventually(lambda: screen.colours(waiting), lambda many: many > 50)
        screen.picture(f"waiting-{form}")
        with _serve(neighbours, data, "Kitchen") as back:
            _is_there(back, neighbours)
            desk.window()
            screen.picture(f"joined-{form}")
        # It is started again at another port, as far as the window can know at another address.
        with _serve(neighbours, data, "Kitchen") as moved:
            assert moved.port != back.port
            _is_there(moved, neighbours)
            desk.window()
            attic = _serve(neighbours, tmp_path / "attic", "Attic")
            screen.press("ctrl+o", lambda: screen.windows("^Desk$"), PAGE_SECONDS)
            stack.enter_context(attic)
            found = screen.windows("^Desk$")[0]
            look = screen.look(found)
            eventually(lambda: screen.look(found), lambda now: now != look)
            screen.picture(f"place-{form}")
            url = f"{HOME}:{attic.port}"
            eventually(
                lambda: _typed(screen, url) and _connected(attic, neighbours),
                lambda many: many == 1,
                2 * PAGE_SECONDS,
            )
        screen.close(desk.window())
        assert opened.wait(DEADLINE) == 0
    assert json.loads((desk.data / "choice.json").read_text())["name"] == "Attic"


def _about(neighbours: Neighbours, chat: RunningServer) -> str:
    read = [*neighbours.home("curl", "-s"), f"http://127.0.0.1:{chat.port}/about"]
    said = json.loads(subprocess.run(read, check=True, capture_output=True).stdout)
    return str(said["log"])
