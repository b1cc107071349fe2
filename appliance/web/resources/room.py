"""`/rooms/{room}`: what is decided about a room."""

from __future__ import annotations

import falcon

from appliance.chat.chat import Chat
from appliance.chat.room_order import FIELDS, WORDS, RoomOrder
from appliance.web import params
from appliance.web.access.caller import Caller
from appliance.web.resources.actor import actor_of


class Room:
    """Changes a room, and takes it away."""

    def __init__(self, chat: Chat, order: RoomOrder) -> None:
        self._chat = chat
        self._order = order

    def on_patch(self, req: falcon.Request, resp: falcon.Response, room: str) -> None:
        caller: Caller = req.context.caller
        name = self._chat.room(room, caller.scope)
        said = params.fields(req)
        wanted = {field: said[field] for field in FIELDS if field in said}
        keeper = actor_of(req, self._chat, said)
        if not WORDS.isdisjoint(wanted):
            caller.check_muted(keeper.member)
        number = self._order.change(keeper, name, wanted)
        resp.media = {"room": name, **self._order.told(name)}
        if number is not None:
            resp.media["id"] = number

    def on_delete(self, req: falcon.Request, resp: falcon.Response, room: str) -> None:
        caller: Caller = req.context.caller
        name = self._chat.room(room, caller.scope)
        keeper = actor_of(req, self._chat, params.fields(req))
        resp.media = {"room": name, "id": self._order.remove(keeper, name)}
