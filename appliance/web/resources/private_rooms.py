"""`/rooms/{room}/members/{member}` and `/direct`: who is in a private room, and conversations."""

from __future__ import annotations

from typing import Final

import falcon

from appliance.chat.chat import Chat
from appliance.chat.private_rooms import Person, PrivateRooms
from appliance.errors import BadInput
from appliance.web import params
from appliance.web.access.caller import Caller

MISSING: Final = ""


def person_of(req: falcon.Request, chat: Chat, nick: object) -> Person:
    """Who asks, under the name that they gave."""
    caller: Caller = req.context.caller
    name = chat.nick(nick)
    return Person(caller.token(name), name)


class RoomMembers:
    """Lets a member into a room, and takes them out; whoever asks may be the same."""

    def __init__(self, chat: Chat, rooms: PrivateRooms) -> None:
        self._chat = chat
        self._rooms = rooms

    def on_put(self, req: falcon.Request, resp: falcon.Response, room: str, member: str) -> None:
        nick = params.fields(req).get("nick", MISSING)
        self._rooms.add(person_of(req, self._chat, nick), room, member)
        resp.media = {"room": room, "member": member}

    def on_delete(self, req: falcon.Request, resp: falcon.Response, room: str, member: str) -> None:
        nick = params.fields(req).get("nick", MISSING)
        self._rooms.take_out(person_of(req, self._chat, nick), room, member)
        resp.media = {"room": room, "member": member}


class Direct:
    """Finds the conversation of some people, or begins it."""

    def __init__(self, chat: Chat, rooms: PrivateRooms) -> None:
        self._chat = chat
        self._rooms = rooms

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        caller: Caller = req.context.caller
        said = params.fields(req)
        if "members" not in said:
            raise BadInput("direct-alone")
        person = person_of(req, self._chat, said.get("nick", MISSING))
        room, new = self._rooms.direct(person, said["members"], maker=caller.maker)
        resp.status = falcon.HTTP_201 if new else falcon.HTTP_200
        resp.media = {"room": room}
