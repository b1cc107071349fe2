"""Windows: the start menu, and the Startup folder for the login.

Both hold shortcuts, which the shell's own scripting object writes; nothing goes into the
registry, so that taking it away again is deleting files.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Final

import platformdirs

from appliance.desktop.piece import Piece, copies
from appliance.desktop.program import Program

NAME: Final = "Chat Appliance"
SECONDS: Final = 60.0
"""PowerShell may take ten seconds for its first start; after this it hangs."""


class Windows:
    """The user's own profile: nobody has to be an administrator."""

    def __init__(self, home: Path) -> None:
        self._local = platformdirs.user_data_path()
        self._menu = (
            platformdirs.user_data_path(roaming=True) / "Microsoft/Windows/Start Menu/Programs"
        )

    def pieces(self, program: Program, *, autostart: bool) -> list[Piece]:
        """The program and its shortcuts."""
        executable, command = self._program(program)
        found = [*executable, _shortcut(self._menu / f"{NAME}.lnk", (*command, "window"), program)]
        if autostart:
            hidden = (*command, "window", "--hidden")
            found.append(_shortcut(self._menu / "Startup" / f"{NAME}.lnk", hidden, program))
        return found

    def _program(self, program: Program) -> tuple[list[Piece], tuple[str, ...]]:
        if program.executable is None:
            return [], program.command
        folder = self._local / "Programs" / NAME
        target = folder / program.executable.name
        found = [Piece(target, source=program.executable)]
        if program.libraries:
            inside = folder / program.libraries.relative_to(program.executable.parent)
            found += [piece for piece in copies(program.libraries, inside) if piece.path != target]
        return found, (str(target),)


def _shortcut(path: Path, command: tuple[str, ...], program: Program) -> Piece:
    """A `.lnk` file, made in a folder of its own and read from there."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.lnk"
        lines = {
            "TargetPath": command[0],
            "Arguments": subprocess.list2cmdline(command[1:]),
            "WorkingDirectory": str(program.folder or Path(command[0]).parent),
            "Description": "Chat with everyone on this network",
        }
        script = [
            "$ErrorActionPreference = 'Stop'",
            f"$link = (New-Object -ComObject WScript.Shell).CreateShortcut({_literal(str(made))})",
            *(f"$link.{name} = {_literal(value)}" for name, value in lines.items()),
            "$link.Save()",
        ]
        subprocess.run(  # noqa: S603 - every text in the script is quoted by _literal
            ["powershell", "-NoProfile", "-NonInteractive", "-Command", "; ".join(script)],  # noqa: S607 - Windows' own, wherever it is
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )
        return Piece(path, content=made.read_bytes())


def _literal(text: str) -> str:
    """A text for PowerShell in which nothing has a meaning."""
    return "'" + text.replace("'", "''") + "'"
