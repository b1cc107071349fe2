"""Libraries that what goes into the bundle links to, and that the system it is built on lacks.

PyInstaller only warns, and builds an executable that fails on every machine without them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from bundle.files import Entry
from bundle.links import links


def check(entries: Iterable[Entry], hint: str) -> None:
    """Raises SystemExit with a sentence and `hint` if anything cannot be found."""
    missing: dict[str, str] = {}
    for entry in entries:
        for library, found in links(entry):
            if found is None:
                missing.setdefault(library, PurePath(entry[0]).name)
    if missing:
        text = ", ".join(f"{library} (for {name})" for library, name in sorted(missing.items()))
        raise SystemExit(f"Not on this system, but needed in what is built: {text}. {hint}")
