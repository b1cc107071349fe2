"""Whether the display that the environment names is there: a toolkit would end the process.

X11's names are those of its own library (`man 7 X`): `:0`, `unix:0`, `host:10.0`, or the path of
a socket.
"""

from __future__ import annotations

import contextlib
import ctypes
import queue
import re
import socket
import sys
import threading
import time
from collections.abc import Sequence
from typing import Final

from appliance.environment import Displays

CONNECT_SECONDS: Final = 2.0
"""For a display on another machine; one on this machine answers at once or not at all."""

ANSWER_SECONDS: Final = 10.0
"""For a display that listens, on a machine that is busy with somebody's login."""

TRIES: Final = 4
PAUSE_SECONDS: Final = 0.2
"""Beginning anew takes a display some hundredths of a second."""

_NAME: Final = re.compile(
    r"(?:(?P<protocol>[a-z0-9]+)/)?(?P<host>[^:]*|\[.*\]):(?P<number>\d{1,5})(?:\.\d+)?"
)
_FOLDER: Final = "/tmp/.X11-unix"  # noqa: S108  where X11 has it
_FIRST_PORT: Final = 6000
_LIBRARY: Final = "libxcb.so.1"
"""X11's own; both toolkits are built on it."""

Address = str | tuple[str, int]
"""A socket's path, or host and port."""


def missing(
    named: Displays, system: str = sys.platform, seconds: float = ANSWER_SECONDS
) -> str | None:
    """Why there is no screen to open a window on, without a full stop; None if there is one."""
    if system in ("win32", "darwin"):
        return None  # only X11 and Wayland may be absent
    if named.wayland and _listens(str(named.wayland)):
        return None
    name = named.x11 or named.wayland
    if not name:
        return "There is no display here"
    listens = any(_listens(address) for address in addresses(named.x11))
    let_in = listens and _lets_in(named.x11, seconds)
    if let_in:
        return None
    refused = listens and let_in is not None
    return f"The display {name} does not {'let this program in' if refused else 'answer'}"


def addresses(name: str) -> Sequence[Address]:
    """Where the X11 display of this name may listen, in the order they are tried."""
    if name.startswith(("/", "unix:/")):
        path = name.removeprefix("unix:")
        return [path, re.sub(r"\.\d+$", "", path)]
    found = _NAME.fullmatch(name)
    if found is None:
        return []
    number, host = int(found["number"]), found["host"].strip("[]")
    path = f"{_FOLDER}/X{number}"
    # Linux has the same as a name that is no file: seen also from within a changed root.
    local = [f"\0{path}", path] if sys.platform.startswith("linux") else [path]
    if host == "unix" or found["protocol"] == "unix":
        return local
    port = _FIRST_PORT + number
    over_network = [(host or "localhost", port)] if port < 1 << 16 else []
    return over_network if host or found["protocol"] else [*local, *over_network]


def _listens(address: Address) -> bool:
    with contextlib.suppress(OSError, ValueError):
        if not isinstance(address, str):
            socket.create_connection(address, CONNECT_SECONDS).close()
            return True
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(CONNECT_SECONDS)
            client.connect(address)
            return True
    return False


def _lets_in(name: str, seconds: float) -> bool | None:
    """Whether X11 takes us as a client, with the cookie that we have or do not have; None where
    it does not say.
    """
    said: queue.SimpleQueue[bool] = queue.SimpleQueue()
    # The library waits for as long as it takes, which may be for ever.
    threading.Thread(target=lambda: said.put(_connects_in_the_end(name)), daemon=True).start()
    with contextlib.suppress(queue.Empty):
        return said.get(timeout=seconds)
    return None


def _connects_in_the_end(name: str) -> bool:
    """A display begins anew when its last client goes (Xvfb, xinit), and drops who comes just then;
    one that lets nobody in says so each time.
    """
    for _ in range(TRIES - 1):
        if _connects(name):
            return True
        time.sleep(PAUSE_SECONDS)
    return _connects(name)


def _connects(name: str) -> bool:
    try:
        xcb = ctypes.CDLL(_LIBRARY)
    except OSError:
        return True  # it cannot be asked; no toolkit of a desktop lacks it
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    connection = ctypes.c_void_p(xcb.xcb_connect(name.encode(), None))
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)
