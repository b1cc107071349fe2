"""What is to be changed in a file, and two ways to do it.

In place where other parts of the file say where things lie (films, HEIF): every piece is
overwritten by one of the same length. Whoever is killed in the middle begins anew and comes to the
same end. Otherwise as a new file, which takes the old one's place in one step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from appliance.files import Part
from appliance.media.source import BLOCK, SourceFile, Unsure


@dataclass(frozen=True)
class Patch:
    """From `begin` to `end` there is to be `new`: in place with zeros behind it, else alone."""

    begin: int
    end: int
    new: bytes = b""


Edits: TypeAlias = Callable[[SourceFile], Iterator[Patch]]


def in_place(path: Path, edits: Edits) -> bool:
    """Overwrite what is to be changed; whether anything was. Raises OSError, and Unsure for edits
    that would overwrite the same places again and again.
    """
    changed = False
    with SourceFile(path, change=True) as source:
        allowed = 2 * source.size
        for edit in edits(source):
            allowed -= max(0, min(edit.end, source.size) - edit.begin)
            if allowed < 0:
                raise Unsure
            changed |= _overwritten(source, edit)
        if changed:
            source.sync()
    return changed


def _overwritten(source: SourceFile, edit: Patch) -> bool:
    changed = False
    end = min(edit.end, source.size)
    for begin in range(edit.begin, end, BLOCK):
        length = min(BLOCK, end - begin)
        done = begin - edit.begin
        block = edit.new[done : done + length].ljust(length, b"\0")
        if source.block(begin, length) != block:
            source.overwrite(begin, block)
            changed = True
    return changed


def anew(path: Path, edits: Edits) -> bool:
    """Put a file with the changes in the place of this one; whether there were any.

    The edits come in the order of the file. Raises OSError and Unsure, and then all is as it was.
    """
    with Part(path) as part:
        with SourceFile(
            path
        ) as source:  # closed before the other gets its name: so Windows wants it
            changed = _written(source, edits(source), part.file)
        if changed:
            part.settle()
    return changed


def _written(source: SourceFile, edits: Iterator[Patch], to: BinaryIO) -> bool:
    done = 0
    changed = False
    for edit in edits:
        _copy(source, to, done, edit.begin)
        to.write(edit.new)
        done = edit.end
        changed = True
    if changed:
        _copy(source, to, done, source.size)
    return changed


def _copy(source: SourceFile, to: BinaryIO, begin: int, end: int) -> None:
    while begin < end and (block := source.block(begin, min(end - begin, BLOCK))):
        to.write(block)
        begin += len(block)
