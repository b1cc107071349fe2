"""The chat at a path of a host that it shares with others."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

import falcon

from appliance.errors import Starting
from appliance.web.typed import plain, read, rest_of, take_off, typed_path

LONGEST: Final = 500
"""Characters of a path in which the chat's own may be seen, misspelt; a longer one is taken as it
is. To look at 16 KB of slashes, dots and codes takes 5 to 22 ms of the loop."""

_SLASH: Final = re.compile("/|%2F", re.IGNORECASE)


class ChatPath:
    """Falcon middleware that takes the path off, for proxies that hand it on as it was typed. Most
    take it off themselves; both work, beside each other too.

    It is the first: whoever refuses a request then knows where in the chat it is.
    """

    def __init__(self, path: str, own: Collection[str]) -> None:
        """`path` begins and ends with a slash and is written as in an address; `own` are the first
        parts of the chat's own paths. Raises Starting for one that begins like these: what is
        meant by a request could not be told.
        """
        self._path = path
        self._parts = [read(part) for part in plain(path.split("/"))]
        if self._parts and self._parts[0] in own:
            raise Starting("path-taken", path=path, own=f"/{self._parts[0]}")

    def process_request(self, req: falcon.Request, resp: falcon.Response) -> None:
        if not self._parts:
            return
        typed = typed_path(req)
        if len(typed) <= LONGEST and self._is_misspelt(typed):
            # Not relative: /chat may be what a proxy left of /chat/chat.
            raise falcon.HTTPPermanentRedirect(self._path)
        if self._is_below(typed):
            take_off(req, len(self._parts))

    def own(self, typed: str) -> str:
        """What the routes will be asked for where that path was typed."""
        rest = rest_of(typed, len(self._parts)) if self._is_below(typed) else typed
        return read(rest)

    def _is_below(self, typed: str) -> bool:
        _, *asked = typed.split("/", len(self._parts) + 1)
        return [read(part) for part in asked[:-1]] == self._parts

    def _is_misspelt(self, typed: str) -> bool:
        """Whether the chat itself is meant, from where its relative addresses would lead astray:
        without the last slash, with doubled ones or with dots.
        """
        _, *asked = map(read, typed.split("/"))
        meant = [read(part) for part in plain(_SLASH.split(typed))]
        return meant in ([], self._parts) and asked not in ([""], [*self._parts, ""])
