"""`GET /healthz`: can messages be stored and read just now, and do they come to those who wait?"""

from __future__ import annotations

import logging
from time import monotonic
from typing import Final

import falcon

from appliance.errors import Problem, StorageProblem
from appliance.feed.contract import Feed

_log: Final = logging.getLogger(__name__)

FRESH_SECONDS: Final = 1.0
"""An answer is used again for this long, so that asking often does not write often."""


class Health:
    """Commits something harmless and reads it to find out; a problem is answered as itself (503 or
    507).
    """

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._checked = -FRESH_SECONDS

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        if monotonic() - self._checked > FRESH_SECONDS:
            self._check()
            self._checked = monotonic()
        resp.media = {"status": "ok"}

    def _check(self) -> None:
        try:
            self._feed.check()
        except Problem:
            raise
        except Exception as error:  # a look that fails is no sign of health
            _log.exception("Looking whether all is well failed")
            raise StorageProblem(
                "The chat cannot tell whether it is well. The log of the program says why."
            ) from error

    on_head = on_get
