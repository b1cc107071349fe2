"""What a process leaves in the data folder: where it is to be found, or what it is to remember."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appliance.host import private_file


class Note:
    """A small JSON file, as private as the folder, and there whole or not at all.

    One left by a process that was killed is harmless: whoever reads it checks what it says.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, facts: Mapping[str, Any]) -> None:
        """Replace what the file said. Raises OSError."""
        private_file.write(self._path, json.dumps(facts))

    def read(self) -> dict[str, Any]:
        """What it says; empty where there is none, or what is there is no such file."""
        try:
            found = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def remove(self) -> None:
        with contextlib.suppress(OSError):
            self._path.unlink()
