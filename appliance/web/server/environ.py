"""A request as PEP 3333 wants it."""

from __future__ import annotations

import io
import sys
from functools import lru_cache
from typing import Any, Final

from appliance.web.server.codes import decoded
from appliance.web.server.refusals import BadTarget, NotImplementedHere
from appliance.web.server.request import Request

PARKS: Final = "appliance.parks"
"""The key that tells the app: bodies with a `park` method are parked, not iterated."""

LEFT: Final = "appliance.left"
"""The key of a function that says whether the client has hung up, or sent its end, by now."""

REACHED: Final = "appliance.reached"
"""The key of a function that gives the address and port of this machine that the client asked. It
raises OSError where the connection is gone."""

_JOINED_BY: Final = {"HTTP_COOKIE": "; "}


LONGEST_NAME: Final = 64
"""Characters of a header's name; what has a longer one is left out, so that what is remembered of
names stays small."""


@lru_cache(maxsize=512)
def cgi_name(name: bytes) -> str | None:
    """The CGI name of a header. None for names with `_`: they would pass for those with `-`."""
    if b"_" in name:
        return None
    variable = name.decode("ascii").upper().replace("-", "_")
    return variable if variable in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{variable}"


def environ(request: Request, base: dict[str, Any], address: str) -> dict[str, Any]:
    """The WSGI environment; `base` holds what the server knows without looking at the request, and
    the body that is coming.

    Raises BadTarget for a target that is neither a path nor an http address, and
    NotImplementedHere for what only a proxy is asked.
    """
    if request.method == "CONNECT":
        raise NotImplementedHere("no-proxy")
    typed, host, query = _target(request.target)
    path = decoded(typed.encode()).decode("latin-1")
    if path == "*" and request.method != "OPTIONS":
        raise BadTarget
    env = dict(base)
    env["REQUEST_METHOD"] = request.method
    env["PATH_INFO"] = path
    env["RAW_URI"] = typed  # as gunicorn and Falcon call it
    env["QUERY_STRING"] = query
    env["REMOTE_ADDR"] = address
    env["SERVER_PROTOCOL"] = f"HTTP/{request.version}"
    if request.coming is None:
        env["wsgi.input"] = io.BytesIO(request.body)
    env["wsgi.errors"] = sys.stderr
    for name, value in request.headers:
        variable = cgi_name(name) if len(name) <= LONGEST_NAME else None
        if variable is None:
            continue
        text = value.decode("latin-1")
        if variable in env:
            text = env[variable] + _JOINED_BY.get(variable, ", ") + text
        env[variable] = text
    if request.body and request.coming is None:
        # Chunks carry no length, and not every app reads without one.
        env["CONTENT_LENGTH"] = str(len(request.body))
    if host is not None:
        env["HTTP_HOST"] = host  # RFC 9112, 3.2.2: the target's host wins
    return env


def path_in(target: bytes) -> str:
    """The path in a request's target, as it was typed. Raises BadTarget."""
    return _target(target)[0]


def _target(target: bytes) -> tuple[str, str | None, str]:
    """Path (as it was typed), host if the target names one, query."""
    path, _, query = target.decode("ascii").partition("?")
    host = None
    if not path.startswith("/") and path != "*":
        # Not by urlsplit, which remembers the last 128 that it was given, however long.
        scheme, _, rest = path.partition("://")
        host, slash, rest = rest.partition("/")
        if scheme.lower() not in ("http", "https") or not host or ("[" in host) != ("]" in host):
            raise BadTarget
        path = slash + rest or "/"
    return path, host, query
