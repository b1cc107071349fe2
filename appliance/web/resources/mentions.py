"""`/mentions`: where whoever asks is mentioned."""

from __future__ import annotations

from typing import Final

import falcon

from appliance.chat.own_mentions import MOST, OwnMentions
from appliance.errors import BadInput
from appliance.feed.numbers import HIGHEST
from appliance.web import params
from appliance.web.access.caller import Caller
from appliance.web.resources.actor import member_of

USUAL: Final = 20


class MentionList:
    """The newest first, of what they may read; and all of them put away."""

    def __init__(self, mentions: OwnMentions) -> None:
        self._mentions = mentions

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        caller: Caller = req.context.caller
        below = params.whole(req, "before", 1, HIGHEST) or HIGHEST
        limit = params.whole(req, "limit", 1, MOST) or USUAL
        asked = (below, limit, caller.scope, caller.reader)
        # Who has no cookie may be several people, of whom none is named.
        member = caller.member
        found, more = ((), False) if member is None else self._mentions.told(member, *asked)
        resp.media = {
            "mentions": [
                {"at": one.at, "unread": one.unread, "message": one.entry.record} for one in found
            ],
            "more": more,
        }

    on_head = on_get

    def on_delete(self, req: falcon.Request, resp: falcon.Response) -> None:
        member = member_of(req)
        up_to = params.whole(req, "up_to", 1, HIGHEST)
        if up_to is None:
            raise BadInput("mentions-up-to")
        self._mentions.put_all_away(member, up_to)
        resp.media = {}


class OneMention:
    """Put away: it is not told of any more, and counts no more."""

    def __init__(self, mentions: OwnMentions) -> None:
        self._mentions = mentions

    def on_delete(self, req: falcon.Request, resp: falcon.Response, message: str) -> None:
        self._mentions.put_away(member_of(req), message)
        resp.media = {}
