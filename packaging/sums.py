"""SHA256SUMS of what was built, as `sha256sum --check` reads it."""

from __future__ import annotations

import hashlib
from pathlib import Path

NAME = "SHA256SUMS"


def write(folder: Path) -> Path:
    """Write the sums of every file below `folder`; returns the file with them."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    lines = [f"{_sum(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths]
    target = folder / NAME
    target.write_text("".join(lines), "utf-8")
    return target


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
