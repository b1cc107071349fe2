"""`/rooms/{room}/messages`: what was said in a room."""

from __future__ import annotations

import json
import re
from typing import Final

import falcon

from appliance.chat.chat import Chat
from appliance.chat.standing.registry import Registry
from appliance.errors import BadInput
from appliance.feed.contract import SLICE_ENTRIES, Slice
from appliance.feed.numbers import HIGHEST
from appliance.web import params
from appliance.web.access.caller import Caller

DEFAULT_LIMIT: Final = 50

_FLAG: Final = {True: b"true", False: b"false"}

# Within a text quotes have a backslash before them: what somebody says is not taken for it.
_MEMBER: Final = re.compile(rb'"member":"([a-z2-7]*)"')


class Messages:
    """A room's history in slices, read backwards, forwards or around a number; each itself is
    oldest first.
    """

    def __init__(self, chat: Chat, registry: Registry) -> None:
        self._chat = chat
        self._registry = registry

    def on_get(self, req: falcon.Request, resp: falcon.Response, room: str) -> None:
        caller: Caller = req.context.caller
        room = self._chat.room(room, caller.scope)
        before = params.whole(req, "before", 1, HIGHEST)
        limit = params.whole(req, "limit", 1, SLICE_ENTRIES) or DEFAULT_LIMIT
        after = params.whole(req, "after", 0, HIGHEST)
        around = params.whole(req, "around", 1, HIGHEST)
        if sum(number is not None for number in (before, after, around)) > 1:
            raise BadInput("before-and-after")
        reading = limit, caller.scope, caller.reader
        if around is not None:
            older, newer = self._chat.vicinity(room, around, *reading)
            entries = (*older.entries, *newer.entries)
            part = Slice(entries, newer.cursor, older.more)
            self._answer(resp, room, part, newer.more)
        elif after is not None:
            self._answer(resp, room, self._chat.later(room, after, *reading))
        else:
            self._answer(resp, room, self._chat.history(room, before, *reading))

    on_head = on_get

    def _answer(
        self, resp: falcon.Response, room: str, part: Slice, newer: bool | None = None
    ) -> None:
        # The entries are JSON already; taking them apart to put them together again would
        # cost more than everything else here.
        resp.content_type = falcon.MEDIA_JSON
        resp.data = b'{"room":%b,"messages":[%b],"hidden":%b,"more":%b,%b"cursor":"%d"}' % (
            falcon.media.JSONHandler().serialize(room, falcon.MEDIA_JSON),
            b",".join(entry.json for entry in part.entries),
            json.dumps(self._hidden(part)).encode(),
            _FLAG[part.more],
            b"" if newer is None else b'"newer":%b,' % _FLAG[newer],
            part.cursor,
        )

    def _hidden(self, part: Slice) -> list[str]:
        """Whose words are folded away, of those who speak in this slice."""
        hidden = self._registry.hidden
        if not hidden:
            return []
        found = (_MEMBER.search(entry.json) for entry in part.entries)
        return sorted(hidden & {speaker[1].decode() for speaker in found if speaker})
