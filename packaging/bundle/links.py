"""What the files of the bundle link to."""

from __future__ import annotations

from functools import cache

from PyInstaller.depend.bindepend import get_imports

from bundle.files import Entry


@cache
def links(entry: Entry) -> frozenset[tuple[str, str | None]]:
    """The names of the libraries that one file links to, each with where it lies on this system;
    None where it does not. To find out takes 10 ms for each file.
    """
    _, source, kind = entry
    return frozenset() if kind == "SYMLINK" else frozenset(get_imports(source))
