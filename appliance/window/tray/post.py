"""A place on the session bus from which an icon for the tray is offered."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from typing import Any, Final

from jeepney import (
    DBusAddress,
    DBusErrorResponse,
    HeaderFields,
    MatchRule,
    Message,
    MessageFlag,
    MessageType,
    message_bus,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)

from appliance.window.session_bus import connected

_WATCHER: Final = "org.kde.StatusNotifierWatcher"
_REGISTRY: Final = DBusAddress("/StatusNotifierWatcher", _WATCHER, _WATCHER)
_COMING: Final = MatchRule(type="signal", interface="org.freedesktop.DBus")
_COMING.add_arg_condition(0, _WATCHER)

_numbers: Final = itertools.count(1)


class Post:
    """A connection of our own. Raises OSError if there is none to be had, and when it is gone."""

    def __init__(self) -> None:
        try:
            self._connection = connected()
        except (ValueError, RuntimeError, DBusErrorResponse) as error:
            raise OSError("no session bus of a kind that is known, or it lets nobody in") from error
        self._name = f"org.kde.StatusNotifierItem-{os.getpid()}-{next(_numbers)}"
        self._connection.send(message_bus.RequestName(self._name))
        # First: a watcher that comes in between hears of the icon twice, which it may.
        self._connection.send(message_bus.AddMatch(_COMING))
        self._offer()

    def close(self) -> None:
        """The icon is gone with it."""
        self._connection.close()

    def fileno(self) -> int:
        """Can be read from when there may be calls."""
        return int(self._connection.sock.fileno())

    def calls(self) -> Iterator[Message]:
        """What was called since the last time; a watcher that came is told of the icon."""
        while True:
            try:
                came = self._connection.receive(timeout=0)
            except TimeoutError:
                return
            if came.header.message_type is MessageType.method_call:
                yield came
            elif _COMING.matches(came) and came.body[2]:
                self._offer()

    def answer(self, call: Message, signature: str, body: tuple[Any, ...]) -> None:
        self._reply(call, new_method_return(call, signature, body))

    def refuse(self, call: Message, name: str) -> None:
        """`name` is one of the bus's own errors."""
        self._reply(call, new_error(call, f"org.freedesktop.DBus.Error.{name}"))

    def tell(self, path: str, interface: str, name: str, signature: str, *body: Any) -> None:
        """Say to everybody who listens that something is another one now."""
        source = DBusAddress(path, interface=interface)
        self._connection.send(new_signal(source, name, signature or None, body))

    def _offer(self) -> None:
        call = new_method_call(_REGISTRY, "RegisterStatusNotifierItem", "s", (self._name,))
        # Where there is no tray nothing is to be started that would be one.
        call.header.flags |= MessageFlag.no_reply_expected | MessageFlag.no_auto_start
        self._connection.send(call)

    def _reply(self, call: Message, reply: Message) -> None:
        if not call.header.flags & MessageFlag.no_reply_expected:
            self._connection.send(reply)


def called(call: Message) -> tuple[str, str, str]:
    """The path, the interface and the method that was called."""
    fields = call.header.fields
    names = (HeaderFields.path, HeaderFields.interface, HeaderFields.member)
    path, interface, method = (str(fields.get(name, "")) for name in names)
    return path, interface, method
