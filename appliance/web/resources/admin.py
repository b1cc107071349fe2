"""`GET /admin?token=…` or `?code=…`: the link that makes a browser the admin's."""

from __future__ import annotations

import time

import falcon

from appliance.errors import Refused
from appliance.web.access.admin import Admin
from appliance.web.params import text


class AdminLink:
    """Takes the token or a code, and shows the page without it."""

    def __init__(self, admin: Admin) -> None:
        self._admin = admin

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        if not self._admits(req):
            raise Refused("admin-link-wrong")
        self._admin.admit(req, resp)
        resp.status = falcon.HTTP_303
        resp.location = "./"

    on_head = on_get

    def _admits(self, req: falcon.Request) -> bool:
        """A browser that opens its code once more, going back, is the admin's by its cookie."""
        code = text(req, "code")
        if code is not None:
            return self._admin.asks(req) or self._admin.takes(code, time.time())
        return self._admin.has(text(req, "token") or "")
