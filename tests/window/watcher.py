"""A desktop's tray: it is told of icons, asks them what they show, and presses what is on them."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from types import TracebackType
from typing import Any, Final, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    Properties,
    message_bus,
    new_method_call,
    new_method_return,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.conftest import unavailable
from tests.running import DEADLINE, eventually

WATCHER: Final = "org.kde.StatusNotifierWatcher"
ITEM: Final = "org.kde.StatusNotifierItem"
MENU: Final = "com.canonical.dbusmenu"


_FOR_ALL: Final = """<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
  </policy>
</busconfig>
"""
"""A bus where windows of one user meet the tests of another."""


@contextlib.contextmanager
def session_bus(folder: Path) -> Iterator[str]:
    """Its address; it lies in `folder`."""
    if not shutil.which("dbus-daemon"):
        unavailable("no dbus-daemon, which is in Debian's dbus")
    settings, socket = folder / "bus.conf", folder / "session"
    settings.write_text(_FOR_ALL.format(socket=socket))
    words = ["dbus-daemon", "--nofork", f"--config-file={settings}"]
    daemon = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    try:
        connected(f"unix:path={socket}").close()
        yield f"unix:path={socket}"
    finally:
        daemon.kill()
        daemon.wait(DEADLINE)


class Watcher:
    """Use as a context: icons come when it is there, and it goes as one that ends."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._offered: Final = Queue[str]()
        self.signals: Final = Queue[str]()

    def __enter__(self) -> Self:
        self._heard = connected(self._address)
        for interface in (ITEM, MENU):
            rule = MatchRule(type="signal", interface=interface)
            self._heard.send_and_get_reply(message_bus.AddMatch(rule), timeout=DEADLINE)
        self._heard.send_and_get_reply(message_bus.RequestName(WATCHER), timeout=DEADLINE)
        self._asks = connected(self._address)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._asks.send(new_method_call(DBusAddress("/", self._heard.unique_name), "End"))
        self._thread.join(DEADLINE)
        self._asks.close()

    def icon(self) -> str:
        """The name of the next icon that is offered."""
        return self._offered.get(timeout=DEADLINE)

    def shows(self, icon: str, name: str) -> Any:
        """What it says under this name."""
        asked = Properties(DBusAddress("/StatusNotifierItem", icon, ITEM)).get(name)
        return self._asked(asked)[0][1]

    def click(self, icon: str) -> None:
        where = DBusAddress("/StatusNotifierItem", icon, ITEM)
        self._asked(new_method_call(where, "Activate", "ii", (0, 0)))

    def menu(self, icon: str) -> dict[str, tuple[int, dict[str, Any]]]:
        """What somebody sees who opens it: numbers and what is told of them, by their words."""
        where = DBusAddress(self.shows(icon, "Menu"), icon, MENU)
        self._asked(new_method_call(where, "AboutToShow", "i", (0,)))
        call = new_method_call(where, "GetLayout", "iias", (0, -1, []))
        _, (_, _, lines) = self._asked(call)
        told = [
            (number, {key: value[1] for key, value in said.items()})
            for _, (number, said, _) in lines
        ]
        return {said["label"]: (number, said) for number, said in told if "label" in said}

    def choose(self, icon: str, words: str) -> None:
        """Press the line with these words."""
        number, _ = self.menu(icon)[words]
        where = DBusAddress("/MenuBar", icon, MENU)
        self._asked(new_method_call(where, "Event", "isvu", (number, "clicked", ("s", ""), 0)))

    def is_there(self, icon: str) -> bool:
        return bool(self._asked(message_bus.NameHasOwner(icon))[0])

    def refusal(
        self, icon: str, interface: str, method: str, signature: str = "", body: Any = ()
    ) -> str:
        """The error with which it refuses this call."""
        place = DBusAddress("/StatusNotifierItem", icon, interface)
        call = new_method_call(place, method, signature or None, body)
        answer = self._asks.send_and_get_reply(call, timeout=DEADLINE)
        return str(answer.header.fields.get(HeaderFields.error_name, ""))

    def _asked(self, call: Message) -> Any:
        answer = self._asks.send_and_get_reply(call, timeout=DEADLINE)
        assert answer.header.message_type is MessageType.method_return, answer.body
        return answer.body

    def _serve(self) -> None:
        with self._heard:
            while True:
                came = self._heard.receive()
                name = came.header.fields.get(HeaderFields.member, "")
                if came.header.message_type is MessageType.signal:
                    self.signals.put(name)
                elif name == "RegisterStatusNotifierItem":
                    self._offered.put(came.body[0])
                    self._heard.send(new_method_return(came))
                elif name == "End":
                    return


def connected(address: str) -> DBusConnection:
    """As soon as somebody listens there: its socket is there a moment before."""

    def once() -> DBusConnection | None:
        with contextlib.suppress(FileNotFoundError, ConnectionRefusedError):
            return open_dbus_connection(address, auth_timeout=DEADLINE)
        return None

    return eventually(once)
