"""Who may change who may join: whoever can read the token in the data folder."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterable
from typing import Final

import falcon

from appliance.web.access.admin_code import Codes
from appliance.web.access.cookies import Cookie

MOST_MEMBERS: Final = 256
"""Members that the admin is, in as many browsers; of more, helpers are not kept from any."""


class Admin:
    """Knows the admin by a cookie, which is made of the token and does not give it away.

    Browsers send cookies to every port of a host: another program there must not learn what
    opens this chat's door to anybody who can run a browser.
    """

    def __init__(self, token: str, path: str = "/") -> None:
        """`path` is where others reach the chat."""
        self._token = token.encode()
        self._codes = Codes(token)
        self._members: set[str] = set()
        self._proof = self._made_of_it(b"admin cookie")
        self._cookie = Cookie("admin", self._made_of_it(b"admin cookie's name"), path)

    def know(self, member: str) -> None:
        """The admin was seen as this member."""
        if len(self._members) < MOST_MEMBERS:
            self._members.add(member)

    @property
    def members(self) -> Collection[str]:
        """Who the admin is among the members, as far as that was seen since the start."""
        return self._members

    def has(self, token: str) -> bool:
        """Whether `token` is the right one; takes as long for each wrong one."""
        return hmac.compare_digest(self._token, token.encode(errors="replace"))

    def takes(self, code: str, now: float) -> bool:
        """Whether `code` is one that was made with the token, and is used for the first time."""
        return self._codes.take(code, now)

    def admit(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Whoever is answered is the admin until the browser is closed."""
        # Strict: no link on another page begins something in the admin's name.
        self._cookie.give(req, resp, self._proof, same_site="Strict")

    def asks(self, req: falcon.Request) -> bool:
        """Whether the admin asks."""
        return self._proven(self._cookie.values(req))

    def is_in(self, cookies: bytes) -> bool:
        """Whether the admin sends this line of cookies: see `Cookie.values_in`."""
        return self._proven(self._cookie.values_in(cookies))

    def _proven(self, values: Iterable[str]) -> bool:
        return any(
            hmac.compare_digest(self._proof.encode(), value.encode(errors="replace"))
            for value in values
        )

    def _made_of_it(self, what: bytes) -> str:
        return hmac.new(self._token, what, hashlib.sha256).hexdigest()[:32]
