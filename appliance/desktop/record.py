"""What was put on the desktop: only that is taken away again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from appliance.desktop.piece import Piece
from appliance.errors import Starting


@dataclass(slots=True)
class Record:
    """Kept in the file `path` for as long as anything is installed."""

    path: Path
    marks: dict[Path, str] = field(default_factory=dict)
    """Each file that was put there, and what it was like then."""
    folders: set[Path] = field(default_factory=set)
    """Each folder that was made for one."""

    @classmethod
    def read(cls, path: Path) -> Record:
        """The record; an empty one where nothing is installed."""
        try:
            kept = json.loads(path.read_text("utf-8"))
            marks = {Path(name): str(mark) for name, mark in kept["files"].items()}
            return cls(path, marks, {Path(name) for name in kept["folders"]})
        except FileNotFoundError:
            return cls(path)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Starting("record-unreadable", path=path) from None

    def make_folder(self, folder: Path) -> None:
        """Make `folder` and what is above it, and remember which were missing."""
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        self.folders |= set(missing)
        folder.mkdir(parents=True, exist_ok=True)

    def write(self) -> None:
        """Keep it, whole or not at all."""
        kept = {
            "files": {str(path): mark for path, mark in sorted(self.marks.items())},
            "folders": sorted(map(str, self.folders)),
        }
        Piece(self.path, content=json.dumps(kept, indent=1).encode()).put()

    def forget(self) -> None:
        """Remove the record, and then the folders that were made and are empty."""
        self.path.unlink(missing_ok=True)
        for folder in sorted(self.folders, reverse=True):
            if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
                folder.rmdir()
