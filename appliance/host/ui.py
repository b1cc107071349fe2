"""Where the page's files are."""

from __future__ import annotations

from pathlib import Path

import appliance


def ui_folder() -> Path:
    """Inside the package when installed, beside it in a checkout."""
    package = Path(appliance.__file__).parent
    installed = package / "ui"
    return installed if installed.is_dir() else package.parent / "ui"
