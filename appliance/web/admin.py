"""Who may change who may join: whoever can read the token in the data folder."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

import falcon

from appliance.web import cookies

COOKIE: Final = "admin"


class Admin:
    """Knows the admin by a cookie, which is made of the token and does not give it away.

    Browsers send cookies to every port of a host: another program there must not learn what
    opens this chat's door to anybody who can run a browser.
    """

    def __init__(self, token: str) -> None:
        self._token = token.encode()
        self._proof = hmac.new(self._token, b"admin cookie", hashlib.sha256).hexdigest()[:32]

    def has(self, token: str) -> bool:
        """Whether `token` is the right one; takes as long for each wrong one."""
        return hmac.compare_digest(self._token, token.encode(errors="replace"))

    def admit(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Whoever is answered is the admin until the browser is closed."""
        # Strict: no link on another page begins something in the admin's name.
        resp.set_cookie(
            COOKIE,
            self._proof,
            path="/",
            secure=req.scheme == "https",
            http_only=True,
            same_site="Strict",
        )

    def asks(self, req: falcon.Request) -> bool:
        """Whether the admin asks."""
        return any(
            hmac.compare_digest(self._proof.encode(), value.encode(errors="replace"))
            for value in cookies.values(req, COOKIE)
        )
