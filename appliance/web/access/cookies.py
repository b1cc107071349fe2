"""The cookies that are our own, and no others.

Browsers send the cookies of a host to each of its ports and by both schemes. Two chats on one
machine would overwrite each other's under the same name; and what was set by https cannot be
replaced by http, so a member who comes by both would get no cookie at all the second time.
"""

from __future__ import annotations

from typing import Final, Literal

import falcon

LONGEST: Final = 128
"""Characters of a value; ours have 32 at most, and a longer one is somebody else's."""

MOST: Final = 16
"""Values of one name that are looked at: a browser sends one for each path. Those after them
are passed over."""

_HOST: Final = "__Host-"
"""Browsers let nobody set a cookie with this prefix but the very host, by https and for all of its
paths (RFC 6265bis)."""

_SECURE: Final = "__Secure-"
"""The same for whoever speaks https for the host: what is left for a path of it."""

_DIGITS: Final = 8
"""Of the mark in the name: enough to tell the chats of one machine apart."""


def values(req: falcon.Request, name: str) -> list[str]:
    """What the request's cookies named `name` hold, in the order they were sent."""
    return _values_in(req.env.get("HTTP_COOKIE", ""), name)


def _values_in(line: str, name: str) -> list[str]:
    """As `values`, of the header itself.

    One pass over the header. Falcon reads all cookies and hands those in quotes to the standard
    library, which in some Pythons needs a time that is quadratic in their backslashes: 0.4 s for
    a header of 14 KB. Ours are never in quotes, so one in quotes is none of ours.
    """
    found: list[str] = []
    for pair in line.split(";"):
        key, _, value = pair.partition("=")
        if key.strip() == name and len(value) <= LONGEST and len(found) < MOST:
            found.append(value.strip())
    return found


class Cookie:
    """`what` it is for, and the `mark` of whose it is: hexadecimal, and no secret."""

    def __init__(self, what: str, mark: str, path: str = "/") -> None:
        """Where `path` is more than a slash, others have the rest of the host: they are sent none
        of our cookies, if by nothing but the browser's own rule that one without a path is for
        where it came from (RFC 6265, 5.1.4). The path is not named, since who comes without the
        proxy has another.
        """
        self.name = f"{what}-{mark[:_DIGITS]}"
        self._whole = path == "/"
        self.former = what
        """Its name in former versions, read so that nobody is somebody else after an update."""

    def values(self, req: falcon.Request) -> list[str]:
        """What the request says, the most trustworthy first.

        By https, too, the one of http counts where there is no other: who came by http first
        stays the same.
        """
        secure = [_HOST + self.name, _SECURE + self.name] if req.scheme == "https" else []
        return [value for name in (*secure, self.name, self.former) for value in values(req, name)]

    def values_in(self, line: bytes) -> list[str]:
        """The same of the header's line alone, as it stands in a request by http."""
        said = line.decode("latin-1")
        return [value for name in (self.name, self.former) for value in _values_in(said, name)]

    def give(
        self,
        req: falcon.Request,
        resp: falcon.Response,
        value: str,
        *,
        seconds: int | None = None,
        same_site: Literal["Lax", "Strict"],
    ) -> None:
        """Answer with it; without `seconds` it lasts until the browser is closed."""
        secure = req.scheme == "https"
        prefix = (_HOST if self._whole else _SECURE) if secure else ""
        resp.set_cookie(
            prefix + self.name,
            value,
            max_age=seconds,
            path="/" if self._whole else None,
            secure=secure,
            http_only=True,
            same_site=same_site,
        )
        resp.context.gives_cookie = True  # no cache between us may keep the answer; see Headers
