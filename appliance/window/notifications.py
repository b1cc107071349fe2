"""The desktop's notifications, told over D-Bus.

WebKitGTK would hand over what people write as if it were HTML, and Qt's binding to D-Bus cannot
send the unsigned number that the call wants, so this speaks to libdbus, which every Linux desktop
has.
See https://specifications.freedesktop.org/notification-spec/latest/protocol.html.
"""

from __future__ import annotations

import ctypes
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from queue import Empty, Full, Queue
from typing import Any, Final, NamedTuple

_SESSION: Final = 0
_NAME: Final = b"org.freedesktop.Notifications"
_PATH: Final = b"/org/freedesktop/Notifications"
_PRESSED: Final = b"type='signal',interface='org.freedesktop.Notifications'"

_ICON: Final = "chat-appliance"
MOST: Final = 20
"""Notifications that wait to be shown or may be pressed; older ones are forgotten."""

_ROUND_MS: Final = 100
"""How long presses wait at most: libdbus cannot wait for both its socket and our queue."""


class _Wanted(NamedTuple):
    title: str
    text: str
    pressed: Callable[[], None]


class _Iterator(ctypes.Structure):
    """Opaque, and large enough on all systems: see DBusMessageIter."""

    _fields_ = (("space", ctypes.c_void_p * 16),)


class Notifications:
    """Shows them one after the other from a thread of its own, which ends with `close`; without a
    session bus it does nothing.
    """

    def __init__(self, program: str) -> None:
        self._program = program
        self._wanted: Queue[_Wanted | None] = Queue(MOST)
        self._thread: threading.Thread | None = None

    def show(self, title: str, text: str, pressed: Callable[[], None]) -> None:
        """`pressed` is called in that thread when the user presses the notification."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="notifications", daemon=True)
            self._thread.start()
        self._put(_Wanted(title, text, pressed))

    def close(self) -> None:
        self._put(None)

    def _put(self, wanted: _Wanted | None) -> None:
        try:
            self._wanted.put_nowait(wanted)
        except Full:
            return

    def _run(self) -> None:
        try:
            bus = _SessionBus()
        except OSError:
            return  # no libdbus, or nothing answers
        shown: OrderedDict[int, Callable[[], None]] = OrderedDict()
        while True:
            try:
                # As long as none can be pressed there is nothing to look for.
                wanted = self._wanted.get(timeout=_ROUND_MS / 1000 if shown else None)
            except Empty:
                for number in bus.presses():
                    shown.pop(number, lambda: None)()
                continue
            if wanted is None:
                return
            number = bus.notify(self._program, wanted.title, wanted.text)
            shown[number] = wanted.pressed
            if len(shown) > MOST:
                shown.popitem(last=False)


class _SessionBus:
    """A connection of our own. Raises OSError if there is none to be had."""

    def __init__(self) -> None:
        self._lib = lib = ctypes.CDLL("libdbus-1.so.3")
        for name in ("dbus_bus_get_private", "dbus_message_new_method_call"):
            getattr(lib, name).restype = ctypes.c_void_p
        for name in ("dbus_connection_send_with_reply_and_block", "dbus_connection_pop_message"):
            getattr(lib, name).restype = ctypes.c_void_p
        connection = lib.dbus_bus_get_private(_SESSION, None)
        if not connection:
            raise OSError("no session bus")
        self._connection = ctypes.c_void_p(connection)
        # By default libdbus ends the process when the bus goes.
        lib.dbus_connection_set_exit_on_disconnect(self._connection, 0)
        lib.dbus_bus_add_match(self._connection, _PRESSED, None)

    def notify(self, program: str, title: str, text: str) -> int:
        """The number of the notification; 0 if nobody shows such things."""
        lib = self._lib
        call = ctypes.c_void_p(lib.dbus_message_new_method_call(_NAME, _PATH, _NAME, b"Notify"))
        last = _Iterator()
        lib.dbus_message_iter_init_append(call, ctypes.byref(last))
        self._add(last, "s", program)
        self._add(last, "u", 0)
        for word in (_ICON, title, _escaped(text)):
            self._add(last, "s", word)
        self._add_all(last, b"s", ["default", "Open"])
        self._add_all(last, b"{sv}", [])
        self._add(last, "i", -1)
        answer = lib.dbus_connection_send_with_reply_and_block(self._connection, call, 5_000, None)
        lib.dbus_message_unref(call)
        return self._first(ctypes.c_void_p(answer)) if answer else 0

    def presses(self) -> Iterator[int]:
        """The numbers of those that were pressed since the last call."""
        lib = self._lib
        lib.dbus_connection_read_write(self._connection, 0)
        while message := lib.dbus_connection_pop_message(self._connection):
            signal = ctypes.c_void_p(message)
            if lib.dbus_message_is_signal(signal, _NAME, b"ActionInvoked"):
                yield self._first(signal)
            else:
                lib.dbus_message_unref(signal)

    def _add(self, last: _Iterator, kind: str, value: Any) -> None:
        made = {"s": ctypes.c_char_p, "u": ctypes.c_uint32, "i": ctypes.c_int32}[kind]
        held = made(value.encode() if kind == "s" else value)
        self._lib.dbus_message_iter_append_basic(ctypes.byref(last), ord(kind), ctypes.byref(held))

    def _add_all(self, last: _Iterator, kind: bytes, words: list[str]) -> None:
        inner = _Iterator()
        self._lib.dbus_message_iter_open_container(
            ctypes.byref(last), ord("a"), kind, ctypes.byref(inner)
        )
        for word in words:
            self._add(inner, "s", word)
        self._lib.dbus_message_iter_close_container(ctypes.byref(last), ctypes.byref(inner))

    def _first(self, message: ctypes.c_void_p) -> int:
        """The number that this message begins with; 0 if it is something else. Takes it over."""
        at, number = _Iterator(), ctypes.c_uint32(0)
        found = self._lib.dbus_message_iter_init(message, ctypes.byref(at))
        if found and self._lib.dbus_message_iter_get_arg_type(ctypes.byref(at)) == ord("u"):
            self._lib.dbus_message_iter_get_basic(ctypes.byref(at), ctypes.byref(number))
        self._lib.dbus_message_unref(message)
        return number.value


def _escaped(text: str) -> str:
    """The body may be read as a little HTML; what people write is text. No NUL can be sent."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\0", "")
