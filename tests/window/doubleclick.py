"""A double-click in each form that has a window, by a user who is not root."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from tests.conftest import unavailable
from tests.forms.builds import Builds
from tests.running import ROOT, eventually
from tests.window.desk import Desk, command_line
from tests.window.screen import Screen, _as_user

SOURCE: Final = "source"
SYSTEM: Final = "system"
QT: Final = "qt"

PAGE_SECONDS: Final = 40.0
"""For a window with the page in it; Chromium inside of Qt takes longest on a busy machine."""

FOUND_LATE: Final = "on this network already"
"""In the title of the dialog that offers chats found after the own one was shown."""

_BUILDS: Final = Builds(ROOT / "build" / "forms", unavailable)


def command(form: str) -> list[str]:
    """What a user types, or clicks on, in this form."""
    if form == SOURCE:
        return [str(python_with(SYSTEM)), "-m", "appliance"]
    return [str(_BUILDS.get(form))]


def python_with(form: str) -> Path:
    """The interpreter that has what this form is built from."""
    return _BUILDS.python(form)


class WindowDesk(Desk):
    """A desk before a screen: what is clicked on opens a real window.

    `place` is put before every command, as `ip netns exec NAME` is.
    """

    def __init__(self, screen: Screen, form: str, place: Sequence[str] = ()) -> None:
        self.screen = screen
        self.form = form
        self.place = list(place)
        folder = screen.folder("desk")
        user = [*place, *_as_user()]
        super().__init__(folder, command(form), environment=screen.environment, user=user)
        for path in (folder, *folder.rglob("*")):
            screen.own(path)

    def messages(self) -> list[str]:
        """What was said in the lobby of the chat that runs here, in its order."""
        said = self.asked("sub?room=lobby&since=0&wait=0")
        return [entry["message"] for entry in said["messages"]]

    def asked(self, path: str) -> Any:
        """What the chat that runs here answers, asked from this machine."""
        url = f"http://127.0.0.1:{self.server()['port']}/{path}"
        read = subprocess.run([*self.place, "curl", "-s", url], capture_output=True, check=True)
        return json.loads(read.stdout)

    def window(self) -> str:
        """The window, once the page is in it."""
        found = eventually(lambda: self.screen.windows("lobby"), seconds=PAGE_SECONDS)[0]
        eventually(lambda: self.screen.colours(found), lambda many: many > 50, PAGE_SECONDS)
        return found

    def is_asked(self) -> bool:
        """Whether the user is asked which chat it is to be: by a dialog over the own chat, or at
        once, and then there is no own chat any more.
        """
        return bool(self.dialogs() or (self.chooses() and not self.serves()))

    def dialogs(self) -> list[str]:
        return self.screen.windows(FOUND_LATE)

    def chooses(self) -> list[str]:
        """A page of the window's own, with no room in its title: the choice, or that it starts."""
        return self.screen.windows("^Chat( on .+)?$")

    def serves(self) -> bool:
        """Whether the window's own server runs, or is just being started."""
        return any(b"\0serve\0" in command_line(number) for number in self.processes())

    def choice(self) -> str:
        """The window, once it asks which of the chats that it found it is to be."""
        eventually(self.is_asked, seconds=PAGE_SECONDS)
        if self.dialogs():
            self.screen.key("Left", "Return")  # Stay has the keyboard
        return eventually(self.chooses, seconds=PAGE_SECONDS)[0]

    def join(self, look: Callable[[], bool]) -> None:
        """Take the first of the chats that are offered, until `look` says that it is there."""
        self.choice()
        self.screen.picture("choose")
        try:
            self.screen.press("Return", lambda: ["joined"] if look() else [], PAGE_SECONDS)
        except AssertionError:
            self.screen.picture("not-joined")
            raise
