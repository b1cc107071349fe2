"""`GET /healthz`: can messages be stored and read just now, and do they come to those who wait?"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Final

import falcon
from gevent.lock import BoundedSemaphore

from appliance.errors import Problem, StorageProblem
from appliance.feed.contract import Feed

_log: Final = logging.getLogger(__name__)

FRESH_SECONDS: Final = 1.0
"""An answer is used again for this long, so that asking often does not write often; but not where a
message was refused since."""


class Health:
    """Commits something harmless and reads it to find out; a problem is answered as itself (503 or
    507).

    One look is for all who asked before it began: however many ask while a disk hangs, one look
    waits for it, and each of them for two at most.
    """

    def __init__(self, feed: Feed, beside: Mapping[str, Callable[[], Problem | None]]) -> None:
        """`beside` say what is in the way of other parts, if anything is, by their names. The chat
        is well all the same: to start it again would help nobody.
        """
        self._feed = feed
        self._beside = beside
        self._looking = BoundedSemaphore(1)
        self._began = -FRESH_SECONDS
        self._trouble: Problem | None = None

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        asked = monotonic()
        if self._trouble is None and self._feed.failed < self._began:
            asked -= FRESH_SECONDS  # what was well a moment ago is
        with self._looking:
            if self._began < asked:
                self._began = monotonic()
                self._trouble = self._look()
        if self._trouble is not None:
            raise self._trouble.with_traceback(None)
        troubles = {name: trouble() for name, trouble in self._beside.items()}
        resp.media = {"status": "ok"} | {
            name: said.description for name, said in troubles.items() if said is not None
        }

    def _look(self) -> Problem | None:
        try:
            self._feed.check()
        except Problem as problem:
            return problem
        except Exception:  # a look that fails is no sign of health
            _log.exception("Looking whether all is well failed")
            return StorageProblem("health-unknown")
        return None

    on_head = on_get
