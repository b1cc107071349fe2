"""`/rooms/{room}/people` and `/rooms/{room}/typing`: who is here and who was, and who types."""

from __future__ import annotations

from collections.abc import Callable

import falcon

from appliance.chat.chat import Chat
from appliance.chat.presence import Presence
from appliance.web.access.caller import Caller
from appliance.web.resources.actor import member_of


class WhoIsHere:
    """As polls are told it that ask for what is now; `look` finds out who is here."""

    def __init__(self, chat: Chat, presence: Presence, look: Callable[[], object]) -> None:
        self._chat = chat
        self._presence = presence
        self._look = look

    def on_get(self, req: falcon.Request, resp: falcon.Response, room: str) -> None:
        caller: Caller = req.context.caller
        name = self._chat.room(room, caller.scope)
        self._look()
        resp.media = {
            "room": name,
            **self._presence.told(name),
            "gone": self._presence.gone(name),
        }

    on_head = on_get


class Types:
    """Somebody is about to say something; refused where they may not. `types` hears of it."""

    def __init__(self, chat: Chat, types: Callable[[str, str], object]) -> None:
        self._chat = chat
        self._types = types

    def on_put(self, req: falcon.Request, resp: falcon.Response, room: str) -> None:
        caller: Caller = req.context.caller
        name, member = self._chat.room(room, caller.posts), member_of(req)
        self._chat.check_there(name)
        caller.check_floor(member, name)
        self._types(member, name)
        resp.media = {"room": name}
