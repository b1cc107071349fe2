"""Which packages of Debian and Ubuntu the system's web view lacks; what is there is not advised."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from appliance.window.ahead import FOLDERS

VIEW: Final = "gir1.2-webkit2-4.1"
_DESCRIBED: Final = "girepository-1.0/WebKit2-4.1.typelib"

_LIBRARY: Final = re.compile(r"(?:^|/)(lib[^/:\s]+)\.so\.(\d+)[\d.]*: ")
"""How the loader begins to say which library it cannot load."""


def packages(said: str, folders: Iterable[Path] = FOLDERS) -> list[str]:
    """What to install where loading GTK ended with what the loader `said`, empty if it did not.

    The library first: Debian 13 has the web view without the library that our part is built on.
    """
    found = _LIBRARY.search(said)
    library = [_package(found[1], found[2])] if found else []
    described = any((folder / _DESCRIBED).is_file() for folder in folders)
    return [*library, VIEW] if not described or not library else library


def _package(name: str, version: str) -> str:
    """Debian's policy (8.1): a library's package is named after it, in small letters, with a hyphen
    where two numbers would meet.
    """
    between = "-" if name[-1].isdigit() else ""
    return f"{name}{between}{version}".lower().replace("_", "-")
