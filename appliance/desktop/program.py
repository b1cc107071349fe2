"""What is running, as the desktop has to start it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import appliance
from appliance.host.ui import ui_folder


@dataclass(frozen=True, slots=True)
class Program:
    """`executable` is the file of a built form, with `libraries` beside it where it is a folder.

    Neither is set from source and from a wheel: then `command` is started in `folder`, if any.
    """

    command: tuple[str, ...]
    pictures: Path
    executable: Path | None = None
    libraries: Path | None = None
    folder: Path | None = None

    @classmethod
    def running(cls) -> Program:
        """The one that asks."""
        pictures = ui_folder()
        if not getattr(sys, "frozen", False):
            package = Path(appliance.__file__).parent
            # A checkout is no installed package: Python finds it from the folder it lies in.
            checkout = None if pictures.is_relative_to(package) else package.parent
            command = (sys.executable, "-m", "appliance")
            return cls(command, pictures, folder=checkout)
        executable = Path(sys.executable).resolve()
        unpacked = Path(getattr(sys, "_MEIPASS", executable.parent)).resolve()
        # One file unpacks itself as _MEI… into the temporary folder, where it may lie itself.
        beside = unpacked.is_relative_to(executable.parent) and unpacked.name[:4] != "_MEI"
        return cls(
            (str(executable),),
            pictures,
            executable=executable,
            libraries=unpacked if beside else None,
        )
