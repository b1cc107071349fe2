"""A chat that is kept without its window: what the tray shows of it, and what comes of a click."""

from __future__ import annotations

import subprocess

from tests.browser.neighbours import HOME, Neighbours
from tests.running import DEADLINE, eventually
from tests.window.doubleclick import SOURCE, WindowDesk
from tests.window.screen import Screen
from tests.window.test_double_click import _connected, _keep
from tests.window.watcher import Watcher, session_bus


def test_a_chat_that_runs_on_leaves_an_icon(screen: Screen) -> None:
    with (
        Neighbours() as neighbours,
        session_bus(screen.folder("run")) as bus,
        WindowDesk(screen, SOURCE, neighbours.home()) as desk,
    ):
        desk.environment["DBUS_SESSION_BUS_ADDRESS"] = bus
        desk.environment["CHAT_HOST"] = ""
        opened = desk.start()
        desk.window()
        with Watcher(bus) as tray:
            icon = tray.icon()
            port = desk.server()["port"]
            url = f"http://{HOME}:{port}/"
            guest = subprocess.Popen(neighbours.guest("curl", "-s", f"{url}sub?since=0&wait=60"))
            try:
                _connected(neighbours, port)
                _keep(desk)
                eventually(lambda: not screen.windows("lobby"))
                eventually(lambda: "1 other device is connected" in tray.menu(icon))
                assert "Close for everyone" in tray.menu(icon)
                say = ("curl", "-s", "--json", '{"nick":"Ada","message":"Anybody?"}', f"{url}pub")
                subprocess.run(neighbours.home(*say), check=True, capture_output=True)
                eventually(lambda: "Open (1 unread)" in tray.menu(icon))
                assert tray.shows(icon, "IconName") == "icon-unread"
                tray.click(icon)
                desk.window()
                eventually(lambda: {"Open", "Quit"} < tray.menu(icon).keys())
                tray.choose(icon, "Quit")
                assert opened.wait(DEADLINE) == 0
                eventually(lambda: not tray.is_there(icon))
            finally:
                guest.kill()
                guest.wait()
