"""One window for a data folder: the first stays, every further start only speaks to it.

Who holds `window.lock` listens on loopback and says in `instance.json` where, with a token that
only the same user can read. Nothing heavy is imported here: a second double-click ends at once.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from appliance.errors import Starting
from appliance.files import FULL
from appliance.host import privacy
from appliance.host.lock import take
from appliance.host.note import Note

FOCUS: Final = "focus"
CHOOSE: Final = "choose"
GREET: Final = "greet"
"""What a further start wants: the window in front, the choice of a chat, or nothing at all."""

PATIENCE_SECONDS: Final = 10.0
"""How long a further start waits for the first, which may just be starting too."""

_ASK_SECONDS: Final = 2.0
_MAX_LINE: Final = 256
_LOCK: Final = "window.lock"
_NOTE: Final = "instance.json"
_DONE: Final = b"done\n"


class Instance:
    """Holds the lock until `close`; calls `asked` from a thread for each further start."""

    def __init__(self, folder: Path, lock: IO[str]) -> None:
        self._lock = lock
        self._note = Note(folder / _NOTE)
        self._token = secrets.token_hex(16)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        port = self._listener.getsockname()[1]
        try:
            self._note.write({"port": port, "token": self._token, "pid": os.getpid()})
        except OSError as error:
            if error.errno not in FULL:
                raise
            self._note.remove()  # a former window's; further starts say that this one is silent

    def listen(self, asked: Callable[[str], None]) -> None:
        """From now on, answer further starts."""
        threading.Thread(
            target=self._serve, args=(asked,), name="further starts", daemon=True
        ).start()

    def leave(self) -> None:
        """Answer no more: a start that comes now waits until it can be the first."""
        self._note.remove()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # close alone does not wake accept
        self._listener.close()

    def close(self) -> None:
        """Let the next start be the first."""
        self.leave()
        self._lock.close()

    def _serve(self, asked: Callable[[str], None]) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # closed
            with connection, contextlib.suppress(OSError):
                connection.settimeout(_ASK_SECONDS)
                token, _, wish = _line(connection).partition(" ")
                if hmac.compare_digest(token.encode(), self._token.encode()):
                    asked(wish)
                    connection.sendall(_DONE)


def claim(folder: Path, wish: str, seconds: float = PATIENCE_SECONDS) -> Instance | None:
    """The right to open the window for `folder`; None once the one that has it heard `wish`.

    Raises Starting when it has the right and does not answer, or the folder cannot be used.
    """
    deadline = time.monotonic() + seconds
    try:
        folder.mkdir(privacy.FOLDER, parents=True, exist_ok=True)
        while (lock := take(folder / _LOCK)) is None:
            said = Note(folder / _NOTE).read()
            if _tell(said, wish):
                return None
            if time.monotonic() > deadline:
                raise Starting(
                    "window-silent", folder=folder, process=str(said.get("pid", "unknown"))
                )
            time.sleep(0.05)  # it is just starting, or just ending
        return Instance(folder, lock)
    except OSError as error:
        from appliance.host import unwritable  # seldom needed, and not light

        raise unwritable.problem(folder, error) from None


def _tell(said: dict[str, object], wish: str) -> bool:
    """Whether who left the note heard `wish`."""
    port, token = said.get("port"), said.get("token")
    if not isinstance(port, int) or not isinstance(token, str):
        return False
    try:
        with socket.create_connection(("127.0.0.1", port), _ASK_SECONDS) as connection:
            connection.sendall(f"{token} {wish}\n".encode())
            return _line(connection) + "\n" == _DONE.decode()
    except (OSError, OverflowError):
        return False


def _line(connection: socket.socket) -> str:
    """What the other side says until the end of the line, at most so many bytes."""
    said = b""
    while b"\n" not in said and len(said) < _MAX_LINE:
        more = connection.recv(_MAX_LINE)
        if not more:
            break
        said += more
    return said.partition(b"\n")[0].decode(errors="replace")
