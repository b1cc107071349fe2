"""Who asks: the member behind a request, known by a cookie."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Final

import falcon

from appliance.chat.member import new_token, public_id, visitor_token
from appliance.web.access.cookies import Cookie

YEAR_SECONDS: Final = 365 * 24 * 3600

_TOKEN: Final = re.compile(r"[0-9a-f]{32}")


class Session:
    """Reads and hands out the member's token."""

    def __init__(self, secret: str, path: str = "/") -> None:
        """`path` is where others reach the chat."""
        self._secret = secret
        # Not of the log's identity: a restored log has another, and the same members.
        mark = hashlib.sha256(f"cookie {secret}".encode()).hexdigest()
        self._cookie = Cookie("member", mark, path)

    def token(self, req: falcon.Request, nick: str) -> str:
        """The token of whoever asks; for somebody without a cookie one that stays the same for
        the same address and nick, as the chat has cleaned it.
        """
        return self.known(req) or visitor_token(self._secret, req.remote_addr, nick)

    def greet(self, req: falcon.Request, resp: falcon.Response) -> str:
        """The token of a browser, which is given one (again, so that it does not run out)."""
        token = self.known(req) or new_token()
        self.give(req, resp, token)
        return token

    def give(self, req: falcon.Request, resp: falcon.Response, token: str) -> None:
        """Make a browser the member who has this token."""
        # Lax and not Strict: a link to the chat in a mail must not make a new member.
        self._cookie.give(req, resp, token, seconds=YEAR_SECONDS, same_site="Lax")

    def member_in(self, cookies: bytes) -> str | None:
        """The public id of whoever sends a line of cookies: see `Cookie.values_in`."""
        token = _token_of(self._cookie.values_in(cookies))
        # Each of thousands comes once: to remember their ids would take 250 bytes.
        return None if token is None else public_id.__wrapped__(token)

    def known(self, req: falcon.Request) -> str | None:
        """The token of a browser that has one."""
        return _token_of(self._cookie.values(req))


def _token_of(values: Iterable[str]) -> str | None:
    return next(filter(_TOKEN.fullmatch, values), None)
