"""The desktop's notifications as D-Bus has them.

See https://specifications.freedesktop.org/notification-spec/latest/protocol.html.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections import deque
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Final, Self

from jeepney import (
    DBusAddress,
    DBusErrorResponse,
    MatchRule,
    MessageType,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_NAME: Final = "org.freedesktop.Notifications"
_SERVICE: Final = DBusAddress("/org/freedesktop/Notifications", _NAME, _NAME)
_PRESSED: Final = MatchRule(type="signal", interface=_NAME, member="ActionInvoked")

_ICON: Final = "chat-appliance"
_LONGEST_S: Final = 5.0
"""For an answer; a desktop that takes longer has shown it or will not."""

_PRESSES: Final = 20
"""That wait to be looked at while an answer is awaited; then the oldest is forgotten."""


class SessionBus:
    """A connection of our own. Raises OSError if there is none to be had, and when it is gone."""

    def __init__(self) -> None:
        try:
            self._connection = connected()
        except (ValueError, RuntimeError, DBusErrorResponse) as error:
            raise OSError("no session bus of a kind that is known, or it lets nobody in") from error
        self._pressed: deque[Any] = deque(maxlen=_PRESSES)
        self._connection.filter(_PRESSED, queue=self._pressed)
        self._connection.send(message_bus.AddMatch(_PRESSED))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._connection.close()

    def fileno(self) -> int:
        """Can be read from when there may be presses."""
        return int(self._connection.sock.fileno())

    def notify(self, program: str, title: str, text: str) -> int:
        """The number of the notification; 0 if nobody shows such things."""
        actions, hints, as_long_as_usual = ["default", "Open"], dict[str, Any](), -1
        words = (program, 0, _ICON, sendable(title), _escaped(sendable(text)))
        call = new_method_call(
            _SERVICE, "Notify", "susssasa{sv}i", (*words, actions, hints, as_long_as_usual)
        )
        try:
            answer = self._connection.send_and_get_reply(call, timeout=_LONGEST_S)
        except TimeoutError:
            return 0
        told = answer.header.message_type is MessageType.method_return
        return _first(answer.body) if told else 0

    def presses(self) -> Iterator[int]:
        """The numbers of those that were pressed since the last call."""
        with contextlib.suppress(TimeoutError):  # that was all
            while True:
                self._connection.recv_messages(timeout=0)
        while self._pressed:
            yield _first(self._pressed.popleft().body)


def connected() -> DBusConnection:
    """To the session's bus. Raises OSError, or what jeepney does for a bus that is none."""
    try:
        return open_dbus_connection("SESSION")
    except KeyError:  # nothing names it
        if sys.platform != "linux":
            raise OSError("no session bus") from None
        # Where systemd has it; nobody else may put one there.
        return open_dbus_connection(f"unix:path=/run/user/{os.getuid()}/bus")


def _first(body: tuple[Any, ...]) -> int:
    """The number that a message begins with; 0 if it is something else."""
    return body[0] if body and isinstance(body[0], int) else 0


def sendable(text: str) -> str:
    """A bus hangs up on NUL, and on what is no UTF-8."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _escaped(text: str) -> str:
    """The body may be read as a little HTML; what people write is text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
