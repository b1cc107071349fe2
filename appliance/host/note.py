"""What a running process leaves in the data folder for others of the same user to find it."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Note:
    """A small JSON file that only its owner can read, and that is there whole or not at all.

    One left by a process that was killed is harmless: whoever reads it checks what it says.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, facts: Mapping[str, Any]) -> None:
        """Replace what the file said. Raises OSError."""
        # mkstemp makes it readable for its owner only, from the first moment.
        number, name = tempfile.mkstemp(prefix=f".{self._path.name}-", dir=self._path.parent)
        fresh = Path(name)
        try:
            with os.fdopen(number, "w", encoding="utf-8") as file:
                json.dump(facts, file)
            fresh.replace(self._path)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise

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
