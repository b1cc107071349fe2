"""`GET /openapi.json`: the HTTP interface, described for programs and their writers."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import falcon

from appliance import __version__


def description() -> dict[str, Any]:
    """The OpenAPI 3.1 document; a test holds it against the routes."""
    text = resources.files("appliance.web").joinpath("openapi.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(text)
    document["info"]["version"] = __version__
    return document


class OpenApi:
    """The resource; the document never changes while the program runs."""

    def __init__(self) -> None:
        self._document = description()

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        resp.media = self._document

    on_head = on_get
