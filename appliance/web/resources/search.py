"""`GET /search`: what was said, found by its words."""

from __future__ import annotations

import json
from typing import Final

import falcon

from appliance.chat.search.inquiry import MOST, Inquiry
from appliance.chat.search.search import Hit, Search
from appliance.chat.standing.registry import Registry
from appliance.feed.numbers import HIGHEST
from appliance.web import params
from appliance.web.access.caller import Caller

USUAL: Final = 20

_PARAMETERS: Final = {
    "room": "in",
    "from": "from",
    "has": "has",
    "before": "before",
    "after": "after",
}
"""What may stand in the inquiry, too, by its name there."""


class SearchResults:
    """By whoever asks, of what they may read, the newest first."""

    def __init__(self, search: Search, registry: Registry) -> None:
        self._search = search
        self._registry = registry

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        caller: Caller = req.context.caller
        said = {key: params.text(req, name) for name, key in _PARAMETERS.items()}
        inquiry = Inquiry.parsed(
            params.text(req, "q") or "", {key: value for key, value in said.items() if value}
        )
        below = params.whole(req, "cursor", 1, HIGHEST) or HIGHEST
        limit = params.whole(req, "limit", 1, MOST) or USUAL
        found = self._search.find(
            *(inquiry, caller.scope, caller.member),
            limit=limit,
            below=below,
            reader=caller.reader,
        )
        speakers = {hit.entry.record["member"] for hit in found.hits}
        told = {
            "hidden": sorted(self._registry.hidden & speakers),
            "more": bool(found.below),
            "cursor": str(found.below) if found.below else None,
            "indexed": round(self._search.state.share, 3),
        }
        resp.content_type = falcon.MEDIA_JSON
        messages = b",".join(map(_with_marks, found.hits))
        resp.data = b'{"messages":[%b],%b' % (messages, json.dumps(told).encode()[1:])

    on_head = on_get


def _with_marks(hit: Hit) -> bytes:
    """The entry is JSON already."""
    return b'%b,"marks":%b}' % (hit.entry.json[:-1], json.dumps(hit.marks).encode())
