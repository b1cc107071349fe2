"""`/rooms/{room}/read` and `/rooms/{room}/level`: what of a room is a member's own."""

from __future__ import annotations

from collections.abc import Callable

import falcon

from appliance.chat.chat import Chat
from appliance.chat.names import EVERY_ROOM
from appliance.chat.own_marks import OwnMarks
from appliance.errors import BadInput
from appliance.web import params
from appliance.web.access.caller import Caller
from appliance.web.resources.actor import member_of


class _OfRoom:
    def __init__(self, chat: Chat, own: OwnMarks, changed: Callable[[str, str], object]) -> None:
        """`changed` is called with the member and the room."""
        self._chat = chat
        self._own = own
        self._changed = changed

    def _whose(self, req: falcon.Request, room: str) -> tuple[str, str]:
        """The member and the room, which they may read."""
        caller: Caller = req.context.caller
        name, member = self._chat.room(room, caller.scope), member_of(req)
        self._chat.check_there(name)
        return member, name


class HaveRead(_OfRoom):
    """How far somebody has read a room, or with `*` all of them, on all of their devices."""

    def on_put(self, req: falcon.Request, resp: falcon.Response, room: str) -> None:
        member, name = self._whose(req, room)
        said = params.fields(req)
        if "id" not in said:
            raise BadInput("read-wrong")
        number, messages, back = said["id"], said.get("messages"), params.flag(said, "back")
        if self._own.read(member, name, number, messages=messages, back=back):
            self._changed(member, name)
        resp.media = {"room": name, **self._own.told(member, name)}

    def _whose(self, req: falcon.Request, room: str) -> tuple[str, str]:
        return (member_of(req), room) if room == EVERY_ROOM else super()._whose(req, room)


class Level(_OfRoom):
    """How much of a room somebody wants to hear."""

    def on_put(self, req: falcon.Request, resp: falcon.Response, room: str) -> None:
        member, name = self._whose(req, room)
        said = params.fields(req)
        self._own.want(member, name, said.get("level"), said.get("until"))
        self._changed(member, name)
        resp.media = {"room": name, **self._own.told(member, name)}
