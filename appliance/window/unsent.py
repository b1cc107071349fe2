"""How many messages wait to be sent, as the chat's page tells its window: by a title, as notices.

Whatever chat the page is of may say so. All that comes of it is a question when the window is
closed, which one can close all the same.
"""

from __future__ import annotations

import re
from typing import Final

_UNSENT: Final = re.compile(r"unsent ([0-9]{1,4})")


def unsent(title: str) -> int | None:
    """The number in such a title; None if it is another."""
    found = _UNSENT.fullmatch(title)
    return int(found[1]) if found else None
