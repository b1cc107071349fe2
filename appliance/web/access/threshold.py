"""What lies before the door; all else is behind it."""

from __future__ import annotations

from typing import Final

import falcon

from appliance.errors import Refused
from appliance.web.access.caller import Caller

BEFORE: Final = frozenset(
    {
        *("/", "/static/{path:path}", "/favicon.ico"),
        *("/about", "/door", "/me/device", "/admin", "/healthz"),
    }
)
"""Routes for everybody: how to come in. Each says for itself what it tells whom."""


class DoorClosed(Refused):
    """Whoever asks is not past the door."""

    title = "The door is closed"


class Threshold:
    """Falcon middleware that refuses all other routes, those made later too, to whoever is not past
    the door.
    """

    def process_resource(
        self, req: falcon.Request, resp: falcon.Response, resource: object, params: object
    ) -> None:
        caller: Caller = req.context.caller
        if req.uri_template not in BEFORE and not caller.past_door:
            raise DoorClosed("door-closed")
