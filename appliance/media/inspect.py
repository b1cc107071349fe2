"""What a file is, by its bytes."""

from __future__ import annotations

from pathlib import Path

from appliance.media.formats import recognise
from appliance.media.kind import FileKind


def inspect(path: Path) -> FileKind:
    """What the file is; it is read only. Raises OSError, and nothing for what is in it."""
    kind, _, _ = recognise(path)
    return kind
