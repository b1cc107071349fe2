"""`/rooms/{room}/members` and `/direct`: who is in a private room, and conversations."""

from __future__ import annotations

from collections.abc import Callable

import falcon

from appliance.chat.actor import Actor
from appliance.chat.chat import Chat
from appliance.chat.private_rooms import PrivateRooms
from appliance.errors import BadInput
from appliance.web import params
from appliance.web.access.caller import Caller
from appliance.web.resources.actor import person_of

_Act = Callable[[Actor, str, str, str | None], int | None]


class RoomMembers:
    """Who is in a private room, by whom they were let in, and who made it."""

    def __init__(self, chat: Chat, rooms: PrivateRooms) -> None:
        self._chat = chat
        self._rooms = rooms

    def on_get(self, req: falcon.Request, resp: falcon.Response, room: str) -> None:
        found, people = self._rooms.people(person_of(req, self._chat), room)
        resp.media = {
            "maker": found.maker,
            "members": [
                {**named(self._chat, member), "by": inside.by} for member, inside in people.items()
            ],
        }

    on_head = on_get


def named(chat: Chat, member: str) -> dict[str, str]:
    """Somebody as a list shows them; without a name where none is known."""
    person = chat.people.person(member)
    return {"member": member, "nick": "" if person is None else person.nick}


class RoomMember:
    """Lets a member into a room, and takes them out; whoever asks may be the same."""

    def __init__(self, chat: Chat, rooms: PrivateRooms) -> None:
        self._chat = chat
        self._rooms = rooms

    def on_put(self, req: falcon.Request, resp: falcon.Response, room: str, member: str) -> None:
        self._change(req, resp, self._rooms.add, room, member)

    def on_delete(self, req: falcon.Request, resp: falcon.Response, room: str, member: str) -> None:
        self._change(req, resp, self._rooms.take_out, room, member)

    def _change(
        self, req: falcon.Request, resp: falcon.Response, act: _Act, room: str, member: str
    ) -> None:
        said = params.fields(req)
        person = person_of(req, self._chat, said.get("nick", ""))
        entry = act(person, room, member, self._chat.key(said.get("key")))
        resp.media = {"room": room, "member": member, **({} if entry is None else {"id": entry})}


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
        person = person_of(req, self._chat, said.get("nick", ""))
        room, new = self._rooms.direct(person, said["members"], maker=caller.maker)
        resp.status = falcon.HTTP_201 if new else falcon.HTTP_200
        resp.media = {"room": room}
