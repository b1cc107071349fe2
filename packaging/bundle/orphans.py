"""Libraries that were brought along for something that then stayed out."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from bundle.files import Entry
from bundle.links import links

LOADED_BY_NAME: Final = re.compile(r"^lib(python|softokn3|freebl|freeblpriv3|nssckbi|nssdbm3)")
"""Nothing links to these: the program itself, and the parts of NSS, load them when they run."""

LIBRARY: Final = re.compile(r"^lib[^/]*\.so(\.[0-9.]+)?$")


def without_orphans(entries: list[Entry]) -> list[Entry]:
    """`entries` without the libraries of the system that nothing else in here links to."""
    libraries = {name: entry for entry in entries if (name := _library(entry))}
    needed = [entry for entry in entries if not _library(entry)]
    needed += [entry for name, entry in libraries.items() if LOADED_BY_NAME.match(name)]
    reached = {entry[0] for entry in needed}
    for linking in needed:  # grows while we walk
        for name, _ in links(linking):
            entry = libraries.get(PurePath(name).name)
            if entry is not None and entry[0] not in reached:
                reached.add(entry[0])
                needed.append(entry)
    return sorted(needed)


def _library(entry: Entry) -> str | None:
    """The name other files link to, if this is a library of the system."""
    name = PurePath(entry[0]).as_posix()
    return name if LIBRARY.match(name) else None
