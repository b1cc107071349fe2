"""Who asks, found out before the resource is asked, in one way for all routes."""

from __future__ import annotations

from typing import Any, Final

import falcon

from appliance.chat.floor import Floor
from appliance.chat.standing.registry import Registry
from appliance.web.access import bearer
from appliance.web.access.admin import Admin
from appliance.web.access.caller import Caller
from appliance.web.access.last_addresses import LastAddresses
from appliance.web.access.session import Session

HOOK: Final = "/hooks/{secret}"
"""The route where who asks is known by the path: before the door is looked at, as all callers."""

OPEN: Final = frozenset(
    ("/", "/favicon.ico", "/static/{path:path}", "/about", "/healthz", "/admin", "/openapi.json")
)
"""Routes that answer whoever was removed: the page, what it needs to say so, and the link of the
host."""


class Callers:
    """Falcon middleware that puts the caller at `req.context.caller`. Nobody else in the app has
    the session or the admin: who asks is found out in one way, whichever route is asked.
    """

    def __init__(self, session: Session, admin: Admin, registry: Registry) -> None:
        self._session = session
        self._admin = admin
        self._registry = registry
        self._floor = Floor(registry)
        self._last_addresses = LastAddresses()

    def process_request(self, req: falcon.Request, resp: falcon.Response) -> None:
        caller = Caller(
            *(req, resp, self._session, self._admin, self._registry),
            floor=self._floor,
            last_addresses=self._last_addresses,
        )
        req.context.caller = caller
        secret = bearer.secret(req)
        if secret is not None:
            caller.show(secret)

    def process_resource(
        self, req: falcon.Request, resp: falcon.Response, resource: object, params: dict[str, Any]
    ) -> None:
        """What bots may ask, and who was removed, is looked at here, for all routes."""
        caller: Caller = req.context.caller
        if req.uri_template == HOOK and req.method == "POST":
            caller.come_by_hook(params["secret"])
        elif caller.bot is not None:
            bearer.check(req, caller.bot.token.may)
        if req.uri_template not in OPEN:
            caller.check_removed(caller.member)
            if caller.bot is None and caller.member is not None:
                self._last_addresses.saw(caller.member, req.remote_addr)
