"""Debian's Firefox, driven by Marionette: WebDriver's commands as JSON over a socket of its own.

What makes WebDriver's usual HTTP of it (geckodriver) is no package of Debian's.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any, Final, Self

from tests.conftest import unavailable
from tests.running import DEADLINE, eventually
from tests.window.screen import DYING_WITH_US

_OPTIONS: Final = ("--headless", "--marionette", "--no-remote")
_ANY_PORT: Final = 'user_pref("marionette.port", 0);\n'


class Firefox:
    """Without a screen, with a profile of its own in `folder`."""

    def __init__(self, folder: Path) -> None:
        if shutil.which("firefox-esr") is None:
            unavailable("Firefox is not installed (apt-get install firefox-esr)")
        self._folder = folder
        self._asked = 0
        self.home = ""

    def __enter__(self) -> Self:
        (self._folder / "user.js").write_text(_ANY_PORT)
        with (self._folder / "firefox.log").open("wb") as log:
            self._process = subprocess.Popen(
                (*DYING_WITH_US, "firefox-esr", *_OPTIONS, "--profile", str(self._folder)),
                env={**os.environ, "HOME": str(self._folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
            )
        try:
            self._connect()
        except BaseException:
            self._end()
            raise
        return self

    def _connect(self) -> None:
        told = self._folder / "MarionetteActivePort"
        port = eventually(lambda: told.read_text().strip() if told.exists() else "")
        self._socket = socket.create_connection(("127.0.0.1", int(port)), 2 * DEADLINE)
        self._answers = self._socket.makefile("rb")
        self._answer()  # who it is
        self.ask("NewSession", acceptInsecureCerts=True)
        self.home = self.ask("GetWindowHandle")

    def __exit__(self, *_: object) -> None:
        self._answers.close()
        self._socket.close()
        self._end()

    def _end(self) -> None:
        self._process.terminate()
        self._process.wait(DEADLINE)

    def ask(self, command: str, **parameters: Any) -> Any:
        """What is answered; an error is an AssertionError."""
        self._asked += 1
        order = json.dumps([0, self._asked, f"WebDriver:{command}", parameters]).encode()
        self._socket.sendall(b"%d:%b" % (len(order), order))
        _, number, error, result = self._answer()
        assert number == self._asked
        assert error is None, f"{command}: {error['error']}: {error['message']}"
        return result["value"] if isinstance(result, dict) and [*result] == ["value"] else result

    def _answer(self) -> Any:
        """The next one: how long it is, a colon, and JSON."""
        length = b""
        while (byte := self._answers.read(1)) != b":":
            assert byte, f"Firefox has ended: {(self._folder / 'firefox.log').read_text()}"
            length += byte
        return json.loads(self._answers.read(int(length)))
