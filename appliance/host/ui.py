"""Where the page's files are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import appliance

_PACKAGE: Final = Path(appliance.__file__).parent
_INSTALLED: Final = _PACKAGE / "ui"


def ui_folder() -> Path:
    """Inside the package when installed, beside it in a checkout."""
    return _PACKAGE.parent / "ui" if in_checkout() else _INSTALLED


def in_checkout() -> bool:
    """Whether the program runs from its sources, where somebody may work on them."""
    return not _INSTALLED.is_dir()
