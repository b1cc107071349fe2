"""`GET /admin?token=…` or `?code=…`: the link that makes a browser the admin's."""

from __future__ import annotations

import falcon

from appliance.errors import Refused
from appliance.web.access.caller import Caller
from appliance.web.params import text


class AdminLink:
    """Takes the token or a code, and shows the page without it."""

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        caller: Caller = req.context.caller
        if not caller.become_host(text(req, "token"), text(req, "code")):
            raise Refused("admin-link-wrong")
        resp.status = falcon.HTTP_303
        resp.location = "./"

    on_head = on_get
