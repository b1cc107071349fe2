"""The icon on a bus of the test's own, with a tray that comes and goes, and a real chat."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.window.server.own import OwnChat
from appliance.window.server.status import Around
from appliance.window.tray.tray import Acts, Tray
from tests.apart import apart
from tests.running import DEADLINE, RunningServer, eventually
from tests.window.watcher import Watcher, session_bus

EVERYONE = "Everyone on this network"
ONLY_HERE = "Only this computer"


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with session_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


class Desk:
    """What the tray is to do, and did."""

    def __init__(self, folder: Path) -> None:
        self.own = OwnChat(folder)
        self.opened, self.ended = threading.Event(), threading.Event()
        self.refused = ""
        self.mistake = False
        acts = Acts(self.opened.set, self.share, self.ended.set, self.around)
        self.tray = Tray("Chat", folder, acts)

    def share(self, shared: bool) -> None:
        self.refused = self.own.share(shared)

    def around(self) -> Around | None:
        if self.mistake:
            raise TypeError("a mistake of ours")
        return self.own.around()

    def close(self) -> None:
        self.tray.close()
        eventually(lambda: "tray" not in [thread.name for thread in threading.enumerate()])


@pytest.fixture
def desk(bus: str, tmp_path: Path) -> Iterator[Desk]:
    """Of somebody whose own chat is not running."""
    with contextlib.closing(Desk(tmp_path / "data")) as desk:
        desk.tray.begin()
        yield desk


def test_an_icon_comes_and_goes_with_the_tray(bus: str, desk: Desk) -> None:
    with Watcher(bus) as tray:
        icon = tray.icon()
        assert tray.shows(icon, "Title") == "Chat"
        assert list(tray.menu(icon)) == ["Open", "Quit"], "there is no chat to tell of"
    with Watcher(bus) as tray:
        assert tray.icon() == icon
        tray.click(icon)
        assert desk.opened.wait(DEADLINE)
        tray.choose(icon, "Quit")
        assert desk.ended.wait(DEADLINE)
        desk.close()
        eventually(lambda: not tray.is_there(icon))


def test_it_counts_what_was_not_read(bus: str, desk: Desk) -> None:
    with Watcher(bus) as tray:
        icon = tray.icon()
        desk.tray.titled("(3) lobby <b>Ours_")
        told = {tray.signals.get(timeout=DEADLINE) for _ in range(4)}
        assert told == {"NewTitle", "NewToolTip", "NewIcon", "LayoutUpdated"}
        assert tray.shows(icon, "IconName") == "icon-unread"
        assert tray.shows(icon, "ToolTip")[2:] == ("lobby <b>Ours_", "3 unread")
        assert "Open (3 unread)" in tray.menu(icon)
        desk.tray.titled("lobby <b>Ours_")
        eventually(lambda: tray.shows(icon, "IconName"), lambda name: name == "icon")


def test_it_says_who_is_there_and_changes_who_may_come(bus: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with (
        RunningServer(folder, "--host", "", "--announce", "off") as server,
        contextlib.closing(Desk(folder)) as desk,
        Watcher(bus) as tray,
    ):
        desk.tray.begin()
        icon = tray.icon()
        said = tray.menu(icon)
        assert said["Nobody else is connected"][1]["enabled"] is False
        assert said[EVERYONE][1]["toggle-state"] == 1
        tray.choose(icon, ONLY_HERE)
        eventually(lambda: server.get("/invite")["shared"] is False)
        assert not desk.refused
        eventually(lambda: tray.menu(icon)[ONLY_HERE][1]["toggle-state"] == 1)
        tray.choose(icon, EVERYONE)
        eventually(lambda: server.get("/invite")["shared"] is True)


def test_what_cannot_be_changed_says_why(bus: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with RunningServer(folder):
        assert "127.0.0.1" in apart(lambda: OwnChat(folder).share(shared=True))
        (folder / "admin.token").unlink()
        assert str(folder) in apart(lambda: OwnChat(folder).share(shared=True))
    assert OwnChat(folder).share(shared=False) == "The chat is not running."


def test_calls_that_nobody_should_make_are_refused(
    bus: str, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with Watcher(bus) as tray:
        icon = tray.icon()
        assert tray.refusal(icon, "com.canonical.dbusmenu", "Event").endswith("InvalidArgs")
        assert tray.refusal(icon, "com.example.Nothing", "Event").endswith("UnknownMethod")
        properties = "org.freedesktop.DBus.Properties"
        assert tray.refusal(icon, properties, "Activate", "ii", (0, 0)).endswith("UnknownMethod")
        for arguments in (("is", (2, "Nothing")), ("is", (99, "label")), ("i", (1,))):
            refused = tray.refusal(icon, "com.canonical.dbusmenu", "GetProperty", *arguments)
            assert refused.endswith("InvalidArgs")
        desk.mistake = True
        refused = tray.refusal(icon, "com.canonical.dbusmenu", "AboutToShow", "i", (0,))
        assert refused.endswith("Failed"), "A mistake of ours is not the caller's."
        assert "a mistake of ours" in caplog.text
        assert tray.shows(icon, "Status") == "Active"
