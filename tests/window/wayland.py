"""A desktop of Wayland: Weston, drawing into a window of the screen that nobody sees."""

from __future__ import annotations

import shutil
from typing import Final, Self

from tests.conftest import unavailable
from tests.running import eventually
from tests.window.screen import Screen

NAME: Final = "wayland-test"
SIZE: Final = (1100, 800)

SETTINGS: Final = """\
[core]
idle-time=0
[shell]
panel-position=none
background-color=0xff808080
locking=false
[input-method]
path=
"""
"""No keyboard on the screen, nothing that comes up by itself."""


class Wayland:
    """Use as a context. `environment` is what programs need to be on it, and not on X."""

    def __init__(self, screen: Screen) -> None:
        if shutil.which("weston") is None:
            unavailable("not installed: weston (make test installs it)")
        self._screen = screen
        self.environment = {"DISPLAY": "", "WAYLAND_DISPLAY": NAME}

    def __enter__(self) -> Self:
        screen = self._screen
        settings = screen.folder("weston") / "weston.ini"
        settings.write_text(SETTINGS)
        width, height = SIZE
        said = screen.folder("weston") / "said"
        with said.open("wb") as told:
            compositor = screen.start(
                [
                    *("weston", "--backend=x11-backend.so", "--use-pixman", f"--config={settings}"),
                    *(f"--socket={NAME}", f"--width={width}", f"--height={height}"),
                ],
                stdout=told,
                stderr=told,
            )

        def windows() -> list[str]:
            assert compositor.poll() is None, said.read_text()
            # By its class: its title is not where xdotool looks for one.
            return screen.do("search", "--onlyvisible", "--class", "weston").split()

        self.window = eventually(windows, seconds=60)[0]
        eventually((screen.folder("run") / NAME).exists)
        return self

    def __exit__(self, *_: object) -> None:
        """The screen ends it."""
