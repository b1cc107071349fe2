"""The chat at a path of a host that it shares with others."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import unquote

import falcon


class ChatPath:
    """Falcon middleware that takes the path off, for proxies that hand it on as it was typed. Most
    take it off themselves; both work, beside each other too.
    """

    def __init__(self, path: str, own: Collection[str]) -> None:
        """`path` begins and ends with a slash and is written as in an address; `own` are the first
        parts of the chat's own paths. One that begins like these is left alone: what was meant
        could not be told.
        """
        self._path = unquote(path)
        self._last = f"{path.split('/')[-2]}/"
        self._applies = path.split("/")[1] not in {"", *own}

    def process_request(self, req: falcon.Request, resp: falcon.Response) -> None:
        if not self._applies:
            return
        if req.path.startswith(self._path):
            req.path = req.path[len(self._path) - 1 :]
        elif f"{req.path}/" == self._path:
            # Relative, as all addresses are: a proxy further out may have put more before it.
            raise falcon.HTTPPermanentRedirect(self._last)
