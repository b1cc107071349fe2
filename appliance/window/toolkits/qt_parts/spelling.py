"""Spelling by Chromium's own checker, which reads dictionaries of its own form (.bdic) only: the
ones that a system's packages made of theirs. Where there is none, nothing is checked.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QLocale

from appliance.window.spelling import chosen

VARIABLE: Final = "QTWEBENGINE_DICTIONARIES_PATH"
"""Where Qt looks, if it is there before the first page; what the user has set stays."""

FOLDERS: Final = (
    "/usr/share/hunspell-bdic",
    "/usr/share/qt6/qtwebengine_dictionaries",
    "/usr/share/qt/qtwebengine_dictionaries",
    "/usr/lib/qt6/qtwebengine_dictionaries",
)
"""Debian's, Fedora's, Arch's and openSUSE's; the first that has any is taken."""


def find_dictionaries(folders: Sequence[str] = FOLDERS) -> None:
    """To be called before there is a page."""
    there = next((folder for folder in folders if _languages(Path(folder))), None)
    if there is not None:
        os.environ.setdefault(VARIABLE, there)


def check_spelling(profile: Any) -> None:
    """In the languages that have a dictionary, if there are any."""
    folder = os.environ.get(VARIABLE)
    there = _languages(Path(folder)) if folder else []
    wanted = [name.replace("-", "_") for name in QLocale.system().uiLanguages()]
    languages = chosen(there, wanted)
    profile.setSpellCheckEnabled(bool(languages))
    if languages:
        profile.setSpellCheckLanguages(languages)


def _languages(folder: Path) -> list[str]:
    return [path.stem for path in folder.glob("*.bdic")]
