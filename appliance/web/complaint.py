"""What goes wrong again and again, said once."""

from __future__ import annotations

import logging
from time import monotonic
from typing import Final

AGAIN_SECONDS: Final = 60.0
"""The same trouble is said again after so long."""

_log: Final = logging.getLogger(__name__)


class Complaint:
    """`what` failed, as the log is to have it: "Accepting connections failed"."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._reason = ""
        self._at = float("-inf")

    def say(self, error: BaseException, *, trace: bool) -> None:
        """Log it unless the same was said a moment ago; with its `trace` where it is a mistake of
        this program and not the system's word.
        """
        reason = f"{type(error).__name__}: {error}"
        if reason == self._reason and monotonic() - self._at < AGAIN_SECONDS:
            return
        self._reason, self._at = reason, monotonic()
        _log.error("%s: %s", self._what, reason, exc_info=error if trace else None)
