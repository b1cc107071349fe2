"""Debian's WebKitGTK in its small browser, driven by WebDriver over HTTP."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Final, Self

from tests.conftest import unavailable
from tests.running import DEADLINE, eventually
from tests.server.proxy import free_ports
from tests.window.screen import DYING_WITH_US

_BROWSERS: Final = "/usr/lib/*/webkit2gtk-4.1/MiniBrowser"

_ROUTES: Final = {
    "Navigate": "POST /url",
    "ExecuteScript": "POST /execute/sync",
    "FindElement": "POST /element",
    "GetActiveElement": "GET /element/active",
    "ElementClick": "POST /element/{id}/click",
    "ElementSendKeys": "POST /element/{id}/value",
    "NewWindow": "POST /window/new",
    "SwitchToWindow": "POST /window",
    "CloseWindow": "DELETE /window",
    "GetWindowHandle": "GET /window",
    "GetCookies": "GET /cookie",
    "DeleteAllCookies": "DELETE /cookie",
}
"""Where each command goes, below the session (W3C WebDriver, 6.5)."""


class WebKit:
    """On the screen `display`; it remembers nothing from one session to the next."""

    def __init__(self, folder: Path, display: str) -> None:
        found = sorted(Path("/").glob(_BROWSERS.lstrip("/")))
        if not found or shutil.which("WebKitWebDriver") is None:
            unavailable("WebKitGTK's driver is not installed (apt-get install webkit2gtk-driver)")
        self._folder = folder
        self.home = ""
        self._browser = str(found[-1])
        self._environment = {
            **os.environ,
            "HOME": str(folder),
            "DISPLAY": display,
            "NO_AT_BRIDGE": "1",
            "GSETTINGS_BACKEND": "memory",
        }

    def __enter__(self) -> Self:
        port, _ = free_ports()
        self._session = f"http://127.0.0.1:{port}"
        with (self._folder / "webkit.log").open("wb") as log:
            self._process = subprocess.Popen(
                (*DYING_WITH_US, "WebKitWebDriver", f"--port={port}"),
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
            )
        try:
            eventually(self._is_ready)
            self._begin()
        except BaseException:
            self._end()
            raise
        return self

    def _is_ready(self) -> bool:
        assert self._process.poll() is None, (self._folder / "webkit.log").read_text()
        try:
            return bool(self._request("GET", "/status")["ready"])
        except urllib.error.URLError:
            return False

    def _begin(self) -> None:
        options = {"binary": self._browser, "args": ["--automation"]}
        wanted = {"acceptInsecureCerts": True, "webkitgtk:browserOptions": options}
        begun = self._request("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session += f"/session/{begun['sessionId']}"
        self.home = self.ask("GetWindowHandle")

    def __exit__(self, *_: object) -> None:
        self._request("DELETE", "")
        self._end()

    def _end(self) -> None:
        self._process.terminate()
        self._process.wait(DEADLINE)

    def ask(self, command: str, **parameters: Any) -> Any:
        """What is answered; an error is an AssertionError."""
        method, route = _ROUTES[command].split()
        path = route.format(id=parameters.pop("id", ""))
        try:
            return self._request(method, path, parameters if method == "POST" else None)
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(f"{command}: {error.read().decode()}") from None

    def _request(self, method: str, path: str, content: Any = None) -> Any:
        body = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(self._session + path, body, method=method)
        with urllib.request.urlopen(request, timeout=2 * DEADLINE) as answer:
            return json.load(answer)["value"]
