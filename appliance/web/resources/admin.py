"""`GET /admin?token=…`: the link that makes a browser the admin's."""

from __future__ import annotations

from typing import Final

import falcon

from appliance.errors import Refused
from appliance.web.admin import Admin
from appliance.web.params import text

_WRONG: Final = (
    "This is not the link of the admin. Use the one that the chat printed when it was started."
)


class AdminLink:
    """Takes the token, and shows the page without it."""

    def __init__(self, admin: Admin) -> None:
        self._admin = admin

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        if not self._admin.has(text(req, "token") or ""):
            raise Refused(_WRONG)
        self._admin.admit(req, resp)
        resp.status = falcon.HTTP_303
        resp.location = "/"

    on_head = on_get
