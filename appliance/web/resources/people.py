"""`/rooms/{room}/people`: who is here, and who was."""

from __future__ import annotations

from collections.abc import Callable

import falcon

from appliance.chat.chat import Chat
from appliance.chat.presence import Presence
from appliance.web.access.caller import Caller


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
