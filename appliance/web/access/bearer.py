"""`Authorization: Bearer SECRET`: programs that come with a token, and what they may ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import falcon

from appliance.chat.standing.bot_token import METRICS, POST, READ
from appliance.errors import Problem, Refused

_SCHEME: Final = "bearer"

_NEEDS: Final[Mapping[tuple[str, str], str]] = {
    ("POST", "/pub"): POST,
    ("POST", "/files"): POST,
    ("PUT", "/files/{file}"): POST,
    ("PUT", "/files/{file}/thumbnail"): POST,
    ("OPTIONS", "/uploads"): POST,
    ("POST", "/uploads"): POST,
    ("GET", "/uploads/{upload}"): POST,
    ("PATCH", "/uploads/{upload}"): POST,
    ("DELETE", "/uploads/{upload}"): POST,
    ("GET", "/files/{file}"): READ,
    ("GET", "/files/{file}/thumbnail"): READ,
    ("GET", "/sub"): READ,
    ("GET", "/rooms"): READ,
    ("GET", "/rooms/{room}/messages"): READ,
    ("GET", "/search"): READ,
    ("GET", "/metrics"): METRICS,
}
"""Which right each request needs. What is neither here nor in `_FOR_ALL` is not for bots, so that
no new route is theirs by having been forgotten."""

_MAY_NOT: Final[Mapping[str, str]] = {
    POST: "token-may-not-post",
    READ: "token-may-not-read",
    METRICS: "token-may-not-measure",
}

_FOR_ALL: Final = frozenset(
    ("GET", route) for route in ("/about", "/healthz", "/openapi.json", "/static/{path:path}", "/")
)


class NotAdmitted(Problem):
    """Somebody shows a token that opens nothing."""

    status = 401
    title = "Not admitted"


def secret(req: falcon.Request) -> str | None:
    """What is shown. Other schemes are for a proxy before the chat."""
    scheme, _, value = req.env.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
    return value.strip() if scheme.lower() == _SCHEME else None


def check(req: falcon.Request, may: tuple[str, ...]) -> None:
    """Raise Refused where a bot that `may` do these things asks for something else."""
    method = "GET" if req.method == "HEAD" else req.method
    asked = method, req.uri_template or ""
    if asked in _FOR_ALL:
        return
    needed = _NEEDS.get(asked)
    if needed is None:
        raise Refused("token-not-for-this")
    if needed not in may:
        raise Refused(_MAY_NOT[needed])
