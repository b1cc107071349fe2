"""Files of the data folder, private from their first moment."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from appliance.files import Part
from appliance.host import privacy


def write(path: Path, text: str, *, synced: bool = False) -> None:
    """Put `text` in the place of what `path` held; `synced`, it is on disk then. Raises OSError."""
    with Part(path) as part:
        part.file.write(text.encode())
        with suppress(OSError):  # a stick's file system, which knows no modes
            part.path.chmod(privacy.file_mode(path.parent))
        part.settle(synced=synced)
