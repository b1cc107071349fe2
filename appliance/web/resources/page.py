"""`GET /`, `/favicon.ico` and `/static/…`: the page, from memory."""

from __future__ import annotations

import falcon

from appliance.web.access.caller import Caller
from appliance.web.page.asset import KEPT, KEPT_FOR_A_DAY, KEPT_FOR_EVER
from appliance.web.page.edition import Editions


class Page:
    """The page itself; whoever opens it becomes a member."""

    def __init__(self, editions: Editions) -> None:
        self._editions = editions

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        caller: Caller = req.context.caller
        caller.greet()
        self._editions.newest().page.send(req, resp, KEPT)

    on_head = on_get


class Favicon:
    """The icon for what is no page of ours, such as JSON that somebody looks at."""

    def __init__(self, editions: Editions) -> None:
        self._editions = editions

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        self._editions.current.files["icon.png"].send(req, resp, KEPT_FOR_A_DAY)

    on_head = on_get


class Static:
    """The page's parts: under the name of their edition for ever, without it as they are now.

    What a page of another edition asks for is not there, so that it is not put together from two;
    its pictures are, since one that stays open through an update changes its icon later.
    """

    def __init__(self, editions: Editions) -> None:
        self._editions = editions

    def on_get(self, req: falcon.Request, resp: falcon.Response, path: str) -> None:
        edition = self._editions.current
        name, _, rest = path.partition("/")
        if path in edition.files:
            edition.files[path].send(req, resp, KEPT)
        elif name == edition.name and rest in edition.parts:
            edition.parts[rest].send(req, resp, KEPT_FOR_EVER)
        elif rest in edition.files and edition.files[rest].type.startswith("image/"):
            edition.files[rest].send(req, resp, KEPT)
        else:
            raise falcon.HTTPNotFound

    on_head = on_get
