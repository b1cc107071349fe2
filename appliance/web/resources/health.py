"""`GET /healthz`: can messages be stored and read just now?"""

from __future__ import annotations

from time import monotonic
from typing import Final

import falcon

from appliance.feed.contract import Feed

FRESH_SECONDS: Final = 1.0
"""An answer is used again for this long, so that asking often does not write often."""


class Health:
    """Commits something harmless to find out; a problem is answered as itself (503 or 507)."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._checked = -FRESH_SECONDS

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        if monotonic() - self._checked > FRESH_SECONDS:
            self._feed.check()
            self._checked = monotonic()
        resp.media = {"status": "ok"}

    on_head = on_get
