"""Cutting out of a file what it tells of its maker: places above all, times, devices, names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from appliance.media.formats import recognise
from appliance.media.kind import OTHER, FileKind
from appliance.media.source import Unsure


@dataclass(frozen=True)
class Cut:
    """`changed` says that the file is another one now. Where it is not `sure` the file did not keep
    to its format, and what was to be cut out may still be in it.
    """

    kind: FileKind
    changed: bool
    sure: bool = True


def cut(path: Path) -> Cut:
    """Cut it out of the file at `path`; what is painted and heard stays bit by bit.

    On disk when this returns; whoever is killed meanwhile calls it again. Takes some seconds at
    most for what is made to take for ever, then gives up. Formats without such things, or of which
    we know nothing, stay as they are. Raises OSError, and nothing for what is in the file.
    """
    kind, form, sure = recognise(path)
    if form is None or form.edits is None:
        return Cut(kind, changed=False, sure=sure)
    try:
        changed = form.change(path, form.edits)
    except Unsure:
        return Cut(OTHER, changed=True, sure=False)
    left = recognise(path)[0] if changed else kind
    return Cut(left, changed, sure=left != OTHER)
