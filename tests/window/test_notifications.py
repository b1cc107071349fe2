"""Notifications on a bus that comes and goes. Who shows them is a stand-in, which presses what says
that it is to be pressed; a real one is in test_view.py.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any, Final

import pytest
from jeepney import (
    DBusAddress,
    Message,
    MessageType,
    message_bus,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection

from appliance.window.notifications import MOST, Notifications
from tests.conftest import unavailable
from tests.running import DEADLINE, eventually

NAME: Final = "org.freedesktop.Notifications"
SERVICE: Final = DBusAddress("/org/freedesktop/Notifications", NAME, NAME)


class Desktop:
    """A session bus, and who shows notifications there; `shown` has their titles and texts."""

    def __init__(self, socket: Path) -> None:
        self.shown: Final = Queue[tuple[str, str]]()
        socket.unlink(missing_ok=True)
        address = f"unix:path={socket}"
        words = ["dbus-daemon", "--session", "--nofork", f"--address={address}"]
        self._bus = subprocess.Popen(words, stderr=subprocess.DEVNULL)
        self._connection = eventually(lambda: connected(address))
        call = message_bus.RequestName(NAME)
        self._connection.send_and_get_reply(call, timeout=DEADLINE)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._bus.kill()
        self._bus.wait(DEADLINE)
        self._thread.join(DEADLINE)

    def _serve(self) -> None:
        with contextlib.suppress(ConnectionError), self._connection:
            number = 0
            while True:
                call = self._connection.receive()
                if call.header.message_type is MessageType.method_call:
                    number += 1
                    self._show(call, number)

    def _show(self, call: Message, number: int) -> None:
        title, text = call.body[3:5]
        pressed = new_signal(SERVICE, "ActionInvoked", "us", (number, "default"))
        shown = new_method_return(call, "u", (number,))
        # It may be pressed before who asked for it has heard its number.
        for said in {"early": [pressed, shown], "late": [shown, pressed]}.get(title, [shown]):
            self._connection.send(said)
        self.shown.put((title, text))


def connected(address: str) -> Any:
    """None as long as nobody listens there: its socket is there a moment before."""
    with contextlib.suppress(FileNotFoundError, ConnectionRefusedError):
        return open_dbus_connection(address, auth_timeout=DEADLINE)
    return None


@pytest.fixture
def socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if not shutil.which("dbus-daemon"):
        unavailable("no dbus-daemon, which is in Debian's dbus")
    socket = tmp_path / "bus"
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={socket}")
    return socket


@pytest.fixture
def notifications() -> Iterator[Notifications]:
    with contextlib.closing(Notifications("Chat")) as made:
        yield made
    eventually(threads, lambda names: "notifications" not in names)


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate()]


def told(notifications: Notifications, desktop: Desktop, title: str) -> str:
    """The title as the desktop got it."""
    notifications.show(title, "", lambda: None)
    return desktop.shown.get(timeout=DEADLINE)[0]


@pytest.mark.parametrize("title", ["early", "late"])
def test_a_press_is_told(socket: Path, notifications: Notifications, title: str) -> None:
    pressed = threading.Event()
    with contextlib.closing(Desktop(socket)) as desktop:
        assert told(notifications, desktop, "another") == "another"
        notifications.show(title, "5 < 6 & 7", pressed.set)
        assert desktop.shown.get(timeout=DEADLINE) == (title, "5 &lt; 6 &amp; 7")
        assert pressed.wait(DEADLINE)


def test_words_that_no_bus_takes_are_told_as_far_as_it_does(
    socket: Path, notifications: Notifications
) -> None:
    with contextlib.closing(Desktop(socket)) as desktop:
        assert told(notifications, desktop, "A\0da") == "Ada"
        assert told(notifications, desktop, "A\ud800da") == "A?da"
        assert told(notifications, desktop, "Ada") == "Ada"


def test_a_bus_that_comes_is_found_and_one_that_went_as_well(
    socket: Path, notifications: Notifications
) -> None:
    notifications.show("into the void", "", lambda: None)

    # What is told while a bus goes may go with it.
    def arrived() -> int:
        notifications.show("here", "", lambda: None)
        return desktop.shown.qsize()

    for _ in range(2):
        with contextlib.closing(Desktop(socket)) as desktop:
            eventually(arrived)


def test_more_than_a_desktop_keeps_are_told_one_after_the_other(
    socket: Path, notifications: Notifications
) -> None:
    with contextlib.closing(Desktop(socket)) as desktop:
        for number in range(2 * MOST):
            assert told(notifications, desktop, f"{number}") == f"{number}"
