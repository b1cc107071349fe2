"""Cutting a file that a test has as bytes."""

from __future__ import annotations

from pathlib import Path

from appliance.media.cut import Cut, cut
from appliance.media.inspect import inspect
from appliance.media.kind import FileKind


def kind_of(folder: Path, data: bytes) -> FileKind:
    path = folder / "file"
    path.write_bytes(data)
    return inspect(path)


def cut_out(folder: Path, data: bytes) -> tuple[bytes, Cut]:
    """What is left, and what was said of it; it is as it was when it is cut again, and nothing else
    is in the folder.
    """
    path = folder / "file"
    path.write_bytes(data)
    done = cut(path)
    left = path.read_bytes()
    if done.sure:
        assert cut(path) == Cut(done.kind, changed=False)
        assert path.read_bytes() == left
    assert [each.name for each in folder.iterdir()] == ["file"]
    return left, done
