"""One file that belongs to the desktop's entry, and the contract of the desktops."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from appliance.desktop.program import Program
from appliance.files import Part, link


class Desktop(Protocol):
    """What differs from system to system: which files make an entry."""

    def pieces(self, program: Program, *, autostart: bool) -> list[Piece]:
        """Everything that has to be in place. Raises Starting for what cannot be installed."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A file at `path`: with this text or these bytes, a copy of another file, or a link."""

    path: Path
    content: bytes = b""
    source: Path | None = None
    link: str = ""
    executable: bool = False

    @property
    def mark(self) -> str:
        """What `mark_of(path)` is once the piece is in place."""
        if self.link:
            return f"link {self.link}"
        return mark_of(self.source) if self.source else hashlib.sha256(self.content).hexdigest()

    def put(self) -> None:
        """Write it, whole or not at all; a program that runs from there goes on undisturbed."""
        if self.link:
            link(self.path, self.link)
            return
        with Part(self.path, 0o777 if self.executable else 0o666) as part:
            if self.source:
                with self.source.open("rb") as source:
                    shutil.copyfileobj(source, part.file, 2**20)
            else:
                part.file.write(self.content)
            part.settle()


def mark_of(path: Path) -> str:
    """By what a file is known again: its SHA-256, or where a link points; empty for no file."""
    if path.is_symlink():
        return f"link {path.readlink()}"
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copies(source: Path, target: Path) -> list[Piece]:
    """A folder with all that is in it, as pieces below `target`."""
    found = []
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_symlink():
            found.append(Piece(place, link=str(path.readlink())))
        elif path.is_file():
            found.append(Piece(place, source=path, executable=os.access(path, os.X_OK)))
    return found
