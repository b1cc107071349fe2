"""`GET /sub`: wait for what is said next."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Final, cast

import falcon

from appliance.chat.names import LOBBY
from appliance.feed.numbers import HIGHEST
from appliance.feed.scope import Scope
from appliance.web import params
from appliance.web.access import cookies
from appliance.web.access.caller import Caller
from appliance.web.polls.form import AWAY_FORM, CURSOR_FORM, NOW_FORM, SeedForm, parts_of
from appliance.web.polls.group import Stopping, Subscription
from appliance.web.polls.lot import ParkingLot
from appliance.web.polls.poll import LongPoll
from appliance.web.server.environ import PARKS

DEFAULT_WAIT: Final = 25
"""Seconds a poll waits if it does not say: below the 30 s after which proxies lose patience."""

LONGEST_WAIT: Final = 60


class Sub:
    """A poll with `since` is told all that came after it; without, the next message only."""

    def __init__(
        self,
        lot: ParkingLot,
        called: Callable[[str, Scope], str],
        came: Callable[[str | None], object] = lambda member: None,
    ) -> None:
        """`called` finds the room of a name that somebody asks for who may read so much; `came`
        hears who wants to be told what is now, and is not to wait to be among them.
        """
        self._came = came
        self._lot = lot
        self._called = called
        # Of this log: another chat on this machine counts otherwise.
        self._cookie = f"cursor-{lot.feed.identity[:8]}"
        self._seed_form = SeedForm(self._cookie)

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        poll = self._read(req)
        resp.content_type = falcon.MEDIA_JSON
        if req.env.get(PARKS):
            resp.stream = cast("Iterable[bytes]", poll)
            return
        told = poll.wait()
        if told is None:
            raise Stopping("wait-ended")
        lines, resp.data = told
        for line in lines.decode("latin-1").splitlines():
            name, _, value = line.partition(": ")
            resp.append_header(name, value)

    def _read(self, req: falcon.Request) -> LongPoll:
        caller: Caller = req.context.caller
        named = params.text(req, "room")
        held = self._lot.passes.of(caller.member, caller.scope)
        wanted = params.rooms(LOBBY if named is None else named, self._called, held.scope)
        wait = params.whole(req, "wait", 0, LONGEST_WAIT)
        away = bool(params.whole(req, "away", 0, 1))
        parts = parts_of(params.text(req, "since") or "")
        since = params.whole(req, "since", 0, HIGHEST) if parts is None else parts[0]
        if since is None:
            subscription = Subscription(wanted, self._seed_form, math.inf)
            return LongPoll(self._lot, subscription, self._stood(req), held, caller.reader)
        seconds = DEFAULT_WAIT if wait is None else wait
        if parts is None:
            form, version = CURSOR_FORM, 0
        else:
            form, version = AWAY_FORM if away else NOW_FORM, parts[1]
            if seconds:  # who does not wait holds no poll
                self._came(caller.member)
        subscription = Subscription(wanted, form, seconds)
        return LongPoll(self._lot, subscription, since, held, caller.reader, version=version)

    def _stood(self, req: falcon.Request) -> int:
        """Where the seed's client stood: its cookie says so for a short while, else now."""
        last = self._lot.feed.last
        cursor = (cookies.values(req, self._cookie) or [""])[0]
        known = cursor.isascii() and cursor.isdigit() and len(cursor) <= len(str(last))
        return min(int(cursor), last) if known else last
