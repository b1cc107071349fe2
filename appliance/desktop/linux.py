"""Linux and the other systems that follow freedesktop.org's rules for desktops."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Final

import platformdirs

from appliance.desktop.piece import Piece, copies
from appliance.desktop.program import Program

NAME: Final = "chat-appliance"
RESERVED: Final = str.maketrans({mark: f"\\{mark}" for mark in '\\"`$'} | {"%": "%%"})
ESCAPED: Final = str.maketrans({"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"})

ENTRY: Final = """\
[Desktop Entry]
Type=Application
Name=Chat Appliance
GenericName=Chat
Comment=Chat with everyone on this network
Exec={exec}
TryExec={program}
{folder}Icon=chat-appliance
Terminal=false
Categories=Network;InstantMessaging;Chat;
Keywords=chat;message;network;
StartupNotify=true
StartupWMClass=chat-appliance
"""


START: Final = """\
#!/bin/sh
# Chat Appliance unpacks itself into the temporary folder. Where nothing there may be run it could
# not even say so: then it is done in a folder of this user's.
probe=$(mktemp) && chmod +x "$probe" && "$probe" 2> /dev/null
if [ $? -ne 0 ]; then
  export TMPDIR="${{XDG_CACHE_HOME:-$HOME/.cache}}"
  mkdir -p "$TMPDIR"
fi
rm -f "$probe"
exec {program} "$@"
"""
"""What the entry starts where the program is one file."""


class Linux:
    """The user's own folders, as XDG_DATA_HOME and XDG_CONFIG_HOME name them."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._data = platformdirs.user_data_path()
        self._config = platformdirs.user_config_path()

    def pieces(self, program: Program, *, autostart: bool) -> list[Piece]:
        """The program and what starts it, two icons, the entry, and with `autostart` one for the
        login.
        """
        executable, command = self._program(program)
        tried = command[0]
        if program.executable and program.libraries is None:
            start = self._start(tried)
            executable, command = [*executable, start], (str(start.path),)
        icons = self._data / "icons" / "hicolor"
        found = [
            *executable,
            Piece(icons / "256x256/apps" / f"{NAME}.png", source=program.pictures / "icon.png"),
            Piece(icons / "scalable/apps" / f"{NAME}.svg", source=program.pictures / "icon.svg"),
            self._entry(self._data / "applications", (*command, "window"), tried, program),
        ]
        if autostart:
            hidden = (*command, "window", "--hidden")
            found.append(self._entry(self._config / "autostart", hidden, tried, program))
        return found

    def _program(self, program: Program) -> tuple[list[Piece], tuple[str, ...]]:
        """What has to be copied, and how it is started then."""
        target = self._home / ".local" / "bin" / NAME
        if program.executable is None:
            return [], program.command
        if program.libraries is None:
            copy = Piece(target, source=program.executable, executable=True)
            return [copy], (str(target),)
        folder = self._home / ".local" / "lib" / NAME
        inside = folder / program.libraries.relative_to(program.executable.parent)
        executable = folder / program.executable.name
        found = copies(program.libraries, inside)
        if inside != folder:
            found.append(Piece(executable, source=program.executable, executable=True))
        return [*found, Piece(target, link=str(executable))], (str(target),)

    def _start(self, program: str) -> Piece:
        path = self._home / ".local" / "lib" / NAME / "start"
        text = START.format(program=shlex.quote(program))
        return Piece(path, content=text.encode(), executable=True)

    @staticmethod
    def _entry(folder: Path, command: tuple[str, ...], tried: str, program: Program) -> Piece:
        place = f"Path={_escaped(str(program.folder))}\n" if program.folder else ""
        # GLib looks for the first word before it turns %% into %, and would not find such a file.
        words = ("env", *command) if "%" in command[0] else command
        text = ENTRY.format(
            exec=_escaped(" ".join(_quoted(word) for word in words)),
            program=_escaped(tried),
            folder=place,
        )
        return Piece(folder / f"{NAME}.desktop", content=text.encode())


def _quoted(word: str) -> str:
    """One argument of Exec: plain words stay as they are."""
    plain = word.replace("-", "").replace("/", "").replace(".", "").replace("_", "")
    return word if plain.isascii() and plain.isalnum() else f'"{word.translate(RESERVED)}"'


def _escaped(text: str) -> str:
    """A value of the file, where a backslash begins an escape; on top of Exec's own quoting."""
    return text.translate(ESCAPED)
