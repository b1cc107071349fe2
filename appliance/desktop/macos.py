"""macOS: the application's bundle, and a launch agent for the login."""

from __future__ import annotations

import plistlib
from pathlib import Path
from typing import Final

from appliance.desktop.piece import Piece, copies
from appliance.desktop.program import Program
from appliance.errors import Starting

LABEL: Final = "chat-appliance"


class MacOS:
    """The user's own Applications and LaunchAgents."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def pieces(self, program: Program, *, autostart: bool) -> list[Piece]:
        """The bundle, and with `autostart` the agent that starts it hidden."""
        bundle = _bundle(program.executable)
        if program.executable is None or bundle is None:
            raise Starting("no-application")
        target = self._home / "Applications" / bundle.name
        found = copies(bundle, target)
        if autostart:
            started = target / program.executable.relative_to(bundle)
            found.append(self._agent(started))
        return found

    def _agent(self, executable: Path) -> Piece:
        agent = {
            "Label": LABEL,
            "ProgramArguments": [str(executable), "window", "--hidden"],
            "RunAtLoad": True,
            "ProcessType": "Interactive",
        }
        path = self._home / "Library" / "LaunchAgents" / f"{LABEL}.plist"
        return Piece(path, content=plistlib.dumps(agent))


def _bundle(executable: Path | None) -> Path | None:
    above = executable.parents if executable else ()
    return next((folder for folder in above if folder.suffix == ".app"), None)
