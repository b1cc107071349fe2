"""Spelling by Chromium's own checker, which reads dictionaries of its own form (.bdic) only: the
ones that a system's packages made of theirs. Where there is none, nothing is checked.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, QProcessEnvironment

from appliance.environment import DICTIONARIES
from appliance.window.spelling import chosen


def check_spelling(profile: Any) -> None:
    """In the languages that have a dictionary, if there are any."""
    folder = QProcessEnvironment.systemEnvironment().value(DICTIONARIES)
    there = _languages(Path(folder)) if folder else []
    wanted = [name.replace("-", "_") for name in QLocale.system().uiLanguages()]
    languages = chosen(there, wanted)
    profile.setSpellCheckEnabled(bool(languages))
    if languages:
        profile.setSpellCheckLanguages(languages)


def _languages(folder: Path) -> list[str]:
    return [path.stem for path in folder.glob("*.bdic")]
