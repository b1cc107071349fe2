"""Prints as JSON what an executable holds. Run by the Python of the environment it was built in.

Usage: inside.py EXECUTABLE TEXT. `files` and `modules` are names, `code` the files that the code
objects say they come from, `found` those of the first two whose content has TEXT in it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

from PyInstaller.archive.readers import CArchiveReader  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))

from bundle import packing  # type: ignore[import-not-found]


def inside(executable: Path, text: str) -> dict[str, list[str]]:
    """What is in `executable`, and where `text` is."""
    archive = CArchiveReader(str(executable))
    (name,) = (name for name in archive.toc if name.endswith(".pyz"))
    library = archive.open_embedded_archive(name)
    contents = {name: library.extract(name, raw=True) for name in library.toc}
    code = [library.extract(name) for name in library.toc]
    files = [name for name, entry in archive.toc.items() if entry[-1] not in "zoO"]
    contents |= {name: archive.extract(name) for name in files}
    files += packing.inside(archive)
    return {
        "files": sorted(files),
        "modules": sorted(library.toc),
        "code": sorted({path for one in code if one for path in _origins(one)}),
        "found": sorted(name for name, its in contents.items() if its and text.encode() in its),
    }


def _origins(code: CodeType) -> Iterator[str]:
    yield code.co_filename
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _origins(constant)


if __name__ == "__main__":
    json.dump(inside(Path(sys.argv[1]), sys.argv[2]), sys.stdout)
