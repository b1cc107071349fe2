"""Which requests are not answered at all, whatever they ask."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import falcon

from appliance.errors import BadInput, Problem, Refused

KNOWN: Final = 256
"""Hosts whose verdict is remembered, of `LONGEST_HOST` characters at most; the one unused for
longest goes."""

LONGEST_HOST: Final = 300
"""Characters of a Host header that is looked at: a name has 253 (RFC 1035), a port five."""

LONGEST_ORIGIN: Final = 320
"""Characters of an Origin header that may be our own: a scheme and a host."""

_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITE: Final = frozenset({"same-origin", "none"})

_HOST: Final = re.compile(
    r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~%!$&'()*+,;=-]+)(?::([0-9]{0,5}))?", re.ASCII
)
"""A host and perhaps a port, as RFC 3986 writes them (3.2.2); a user or a path is neither."""


class WrongHost(Problem):
    """The request names a host this server is not."""

    status = 421
    title = "Not a name of this chat"


class Guard:
    """Falcon middleware against DNS rebinding and requests made by other sites' pages.

    A page elsewhere can make a browser on this network send requests here. With a name of its
    own that resolves to our address it could even read the answers: so `Host` must be a name
    that is ours. And whatever changes something must come from our own page; programs such as
    `curl` send neither `Origin` nor `Sec-Fetch-Site` and work.
    """

    def __init__(self, names: Iterable[str], just_now: Callable[[], Collection[str]] = set) -> None:
        """`names` are ours for ever, `just_now` gives those in lower case that may change; it is
        asked for each request that is made by name.
        """
        self._names = frozenset(name.lower().rstrip(".") for name in names)
        self._just_now = just_now
        self._ours = lru_cache(maxsize=KNOWN)(self._is_ours)

    def process_request(self, req: falcon.Request, resp: falcon.Response) -> None:
        host = req.env.get("HTTP_HOST")
        if host is not None and len(host) > LONGEST_HOST:
            raise _no_host()
        if host is not None and not (self._ours(host) or _name(host) in self._just_now()):
            raise WrongHost("host-unknown", host=host[:80])
        if req.method not in _SAFE_METHODS:
            self._check_origin(req, host)

    def _is_ours(self, host: str) -> bool:
        name = _name(host)
        return name in self._names or name == "localhost" or _is_address(name)

    def _check_origin(self, req: falcon.Request, host: str | None) -> None:
        origin = req.get_header("Origin")
        site = req.get_header("Sec-Fetch-Site")
        if origin is not None and _authority(origin) != (host or "").lower():
            raise Refused("foreign-page")
        if site is not None and site not in _OWN_SITE:
            raise Refused("foreign-page")


def _name(host: str) -> str:
    """The name in a Host header, without its port; RFC 9112 (3.2) wants 400 for what is none."""
    found = _HOST.fullmatch(host)
    if found is None or int(found[2] or 0) > 65_535:
        raise _no_host()
    return found[1].lower().strip("[]").rstrip(".")


def _no_host() -> BadInput:
    return BadInput("host-not-valid")


def _authority(origin: str) -> str | None:
    """Host and port of an Origin header; None where it has none, as in "null", or is too long to
    name us: Python remembers the addresses that it took apart.
    """
    if len(origin) > LONGEST_ORIGIN:
        return None
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
