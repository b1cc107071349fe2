"""A screen that nobody sees, with a window manager, a bus and a user of its own who is not root."""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from tests.conftest import unavailable
from tests.running import ROOT, eventually
from tests.window.framebuffer import Framebuffer

T = TypeVar("T")

USER: Final = 65_534
"""Who the windows belong to when the tests run as root: nobody. A bus wants a user with a name."""

ARTEFACTS: Final = ROOT / "build" / "artefacts"
NEEDED: Final = (
    *("Xvfb", "openbox", "wmctrl", "xdotool", "import", "convert", "dbus-daemon", "setpriv"),
)

_LISTENING_SECONDS: Final = 3.0
"""A window that was listening to a key has long done what it does then."""


class Screen:
    """Use as a context. `start` runs a program on it, as the user; all of them end with it."""

    def __init__(self, width: int = 1280, height: int = 900) -> None:
        missing = [name for name in NEEDED if shutil.which(name) is None]
        if missing:
            unavailable(f"not installed: {', '.join(missing)} (make test installs them)")
        self.size = (width, height)
        self._running: list[subprocess.Popen[Any]] = []

    def __enter__(self) -> Self:
        try:
            self._begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _begin(self) -> None:
        # Not the test's own folder: its name is too long for a socket, and only its owner gets in.
        self.home = Path(tempfile.mkdtemp(prefix="screen-"))
        self.own(self.home)
        self.display = self._start_server()
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "DISPLAY": self.display,
            "XDG_RUNTIME_DIR": str(self.folder("run")),
            "DBUS_SESSION_BUS_ADDRESS": self._start_bus(),
            # No accessibility bus and no settings daemon: there is no desktop here.
            "NO_AT_BRIDGE": "1",
            "GSETTINGS_BACKEND": "memory",
        }
        self.start(["openbox", "--sm-disable"])
        # What it says last of all: a window that comes before is never shown.
        last = "_NET_CLIENT_LIST_STACKING"
        eventually(lambda: f"{last}(WINDOW)" in self.run("xprop", "-root", last))

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._running):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in reversed(self._running):
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def folder(self, name: str) -> Path:
        """A folder in the user's home."""
        path = self.home / name
        path.mkdir(mode=0o700, exist_ok=True)
        self.own(path)
        return path

    def own(self, path: Path) -> None:
        """Give it to the user."""
        if os.geteuid() == 0:
            os.chown(path, USER, USER)

    def start(
        self,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
        **options: Any,
    ) -> subprocess.Popen[Any]:
        """Run a program here, as the user, in a process group of its own."""
        process = subprocess.Popen(
            [*_as_user(), *command],
            env={**self.environment, **(environment or {})},
            cwd=ROOT,
            process_group=0,
            **{
                "stdin": subprocess.DEVNULL,
                "stdout": subprocess.DEVNULL,
                "stderr": subprocess.DEVNULL,
                **options,
            },
        )
        self._running.append(process)
        return process

    def key(self, *keys: str) -> None:
        """Press keys, by their names in X."""
        self.do("key", "--clearmodifiers", "--delay", "15", *keys)

    def press(self, keys: str, look: Callable[[], list[T]], seconds: float = 20.0) -> list[T]:
        """Press a key, or several with blanks between, and again where nobody was listening yet,
        until `look` finds something.
        """

        def once() -> list[T]:
            self.key(*keys.split())
            with contextlib.suppress(AssertionError):
                return eventually(look, seconds=_LISTENING_SECONDS)
            return []

        return eventually(once, seconds=seconds)

    def type(self, text: str) -> None:
        self.do("type", "--clearmodifiers", "--delay", "15", text)

    def click(self, x: int, y: int) -> None:
        """Press the mouse there. With --sync it would wait 15 s where the mouse is there already;
        the server does one after the other anyhow.
        """
        self.do("mousemove", str(x), str(y), "click", "1")

    def do(self, *words: str) -> str:
        """What xdotool says to these words."""
        return self.run("xdotool", *words)

    def run(self, *command: str) -> str:
        """What a short program says."""
        done = subprocess.run(
            [*_as_user(), *command],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        return done.stdout.strip()

    def windows(self, title: str) -> list[str]:
        """The visible windows whose title this regular expression finds."""
        found = self.do("search", "--onlyvisible", "--name", title).split()
        return [window for window in found if re.search(title, self.title(window))]

    def title(self, window: str) -> str:
        return self.do("getwindowname", window)

    def close(self, window: str) -> None:
        """Press the window's close button."""
        self.run("wmctrl", "-i", "-c", window)

    def active(self) -> str:
        """The window with the keyboard."""
        return self.do("getactivewindow")

    def geometry(self, window: str) -> tuple[int, int, int, int]:
        """Where it is without its frame, and its size."""
        said = self.do("getwindowgeometry", "--shell", window)
        found = dict(line.split("=") for line in said.splitlines())
        x, y, width, height = (int(found[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))
        return (x, y, width, height)

    def picture(self, name: str) -> Path:
        """A picture of all there is to see, kept as an artefact."""
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        path = ARTEFACTS / f"{name}.png"
        subprocess.run(
            ["import", "-display", self.display, "-window", "root", str(path)], check=True
        )
        return path

    def colours(self, window: str) -> int:
        """How many different colours the window shows; a blank page has one or two."""
        seen = self._seen(window, "%k")
        return int(seen) if seen.isdigit() else 0

    def look(self, window: str) -> str:
        """Stands for all that the window shows: another look is another one of these."""
        return self._seen(window, "%#")

    def _seen(self, window: str, what: str) -> str:
        """What ImageMagick says of the window in this format; empty if there is no such window."""
        seen = subprocess.run(
            ["import", "-display", self.display, "-window", window, "-format", what, "info:"],
            capture_output=True,
            text=True,
            check=False,
        )
        return seen.stdout.strip()

    def redness(self, window: str) -> float:
        """How much more red than green it shows, on an average; text makes no difference there."""
        return float(self._seen(window, "%[fx:mean.r-mean.g]") or 0)

    def has_colour(self, window: str, colour: str) -> bool:
        """Whether the window shows a fair amount of exactly this colour (#rrggbb)."""
        picture = subprocess.run(
            ["import", "-display", self.display, "-window", window, "png:-"],
            capture_output=True,
            check=False,
        )
        counted = ("convert", "png:-", "-depth", "8", "-format", "%c", "histogram:info:-")
        seen = subprocess.run(
            counted, input=picture.stdout, capture_output=True, check=False
        ).stdout.decode()
        found = re.search(rf"^ *(\d+): .*{colour}", seen, re.MULTILINE | re.IGNORECASE)
        return found is not None and int(found[1]) > 100

    def vanish(self) -> None:
        """The screen goes without a word, as at the end of a session."""
        self._server.kill()
        self._server.wait()

    def _start_server(self) -> str:
        size = "{}x{}x24".format(*self.size)
        options = ("-screen", "0", size, "-nolisten", "tcp", "-ac", "-fbdir", str(self.home))
        self._server, name = start_server(*options)
        self.framebuffer = Framebuffer(self.home)
        self._running.append(self._server)
        return name

    def _start_bus(self) -> str:
        address = f"unix:path={self.folder('run')}/bus"
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.home)}
        self.start(["dbus-daemon", "--session", "--nofork", f"--address={address}"])
        eventually((self.home / "run" / "bus").exists)
        return address


DYING_WITH_US = ("setpriv", "--pdeathsig", "TERM")


def start_server(*options: str) -> tuple[subprocess.Popen[Any], str]:
    """A display server that nobody sees, and the display's name. It ends with these tests, also
    when they are killed.
    """
    for program in ("Xvfb", "setpriv"):
        if shutil.which(program) is None:
            unavailable(f"not installed: {program} (make test installs it)")
    told, ours = os.pipe()
    process = subprocess.Popen(
        [*DYING_WITH_US, "Xvfb", "-displayfd", str(ours), "-noreset", *options],
        pass_fds=[ours],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )
    os.close(ours)
    with os.fdopen(told) as number:
        assert select.select([number], [], [], 20)[0], "Xvfb does not start"
        return process, f":{int(number.readline())}"


def _as_user() -> list[str]:
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"]
