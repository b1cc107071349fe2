"""Files that are there whole or not at all, and private from their first moment."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from appliance.host import privacy

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system says where there is no room for one."""


def write(path: Path, text: str, *, synced: bool = False) -> None:
    """Put `text` in the place of what `path` held; `synced`, it is on disk then. Raises OSError."""
    # mkstemp makes it readable for its owner only.
    number, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            if synced:
                os.fsync(file.fileno())
        with suppress(OSError):  # a stick's file system, which knows no modes
            fresh.chmod(privacy.file_mode(path.parent))
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
