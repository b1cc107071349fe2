"""What a page may tell the user of while nobody looks, whatever chat it is of.

On plain http, as at another machine's address, a page has no notifications; it tells the window by
a title then, as the local pages do (see `pages`). Whoever wrote that page gets some words shown
under the name of the chat, and a press shows the window: nothing is told back, not even whether
it was shown.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple

from appliance.visible import visible_lines

LONGEST_TITLE: Final = 80
LONGEST_TEXT: Final = 300
"""Characters; of more the end is left out, as desktops do it."""

MOST: Final = 5
SECONDS: Final = 10.0
"""So many in so many seconds; what comes beyond is not shown, the count in the title has it."""

_NOTICE: Final = "notify "
_LONGEST: Final = 4096
"""Of what is read at all: more than the page of this chat ever says."""


class Notice(NamedTuple):
    title: str
    text: str


class Notices:
    """Lets through what may be shown, as it may be; `clock` tells seconds that only rise."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._latest: deque[float] = deque(maxlen=MOST)

    def take(self, title: str, text: str, chat: str) -> Notice | None:
        """None if there were too many. `chat` is the name of a chat elsewhere, empty at home."""
        now = self._clock()
        if len(self._latest) == MOST and now - self._latest[0] < SECONDS:
            return None
        self._latest.append(now)
        whose = f" \N{EN DASH} {_bounded(chat, LONGEST_TITLE)}" if chat else ""
        return Notice(_bounded(title, LONGEST_TITLE) + whose, _bounded(text, LONGEST_TEXT))


def is_notice(title: str) -> bool:
    """Whether this title is no title to show."""
    return title.startswith(_NOTICE)


def said(title: str) -> Notice | None:
    """What such a title says; None if that is nothing of the kind."""
    if not is_notice(title) or len(title) > _LONGEST:
        return None
    try:
        told = json.loads(title.removeprefix(_NOTICE))
        return Notice(str(told["title"]), str(told["text"]))
    except (ValueError, LookupError, TypeError, RecursionError):
        return None


def _bounded(text: str, longest: int) -> str:
    return visible_lines(text[:longest])
