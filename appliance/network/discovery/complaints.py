"""Says what fails again and again once only, and of zeroconf's own troubles nothing."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

MOST: Final = 32
"""Sentences that are remembered; when there are more, nothing more is said until it works."""


_log: Final = logging.getLogger(__name__)


def hush(loop: asyncio.AbstractEventLoop) -> None:
    """Zeroconf tells more than anybody wants to know of a network that comes and goes; and what
    fails in its background in `loop` may be what a stranger sent.
    """
    logging.getLogger("zeroconf").setLevel(logging.CRITICAL)
    loop.set_exception_handler(_mishap)


def _mishap(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    _log.debug("A part of mDNS failed: %s", context.get("message"))


def reason(error: BaseException) -> str:
    """What happened, in a few words."""
    told = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return told or type(error).__name__


class Complaints:
    """Sentences in the log, each once until `forget`."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._said: set[str] = set()

    def say(self, error: BaseException, what: str) -> None:
        sentence = f"{what}: {reason(error)}"
        if sentence not in self._said and len(self._said) < MOST:
            self._said.add(sentence)
            self._log.warning("%s", sentence)

    def forget(self) -> None:
        """It worked; what fails from now on is news."""
        self._said.clear()
