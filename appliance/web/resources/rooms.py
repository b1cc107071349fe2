"""`/rooms`: where there is something to read, and making a room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import falcon

from appliance.chat.chat import Chat
from appliance.chat.member import public_id
from appliance.chat.names import EVERY_ROOM
from appliance.chat.own_marks import OwnMarks
from appliance.chat.own_mentions import OwnMentions
from appliance.chat.private_rooms import PrivateRooms
from appliance.chat.room import typed_name
from appliance.chat.room_order import RoomOrder
from appliance.chat.standing.registry import Registry
from appliance.errors import BadInput
from appliance.feed.contract import Feed, RoomSummary
from appliance.web import params
from appliance.web.access.caller import Caller
from appliance.web.resources.actor import person_of
from appliance.web.resources.private_rooms import named


class Rooms:
    """Every room, with what a list shows of it; and a new one by the name that somebody typed."""

    def __init__(
        self,
        chat: Chat,
        feed: Feed,
        registry: Registry,
        private_rooms: PrivateRooms,
        order: RoomOrder,
        *,
        own: OwnMarks,
        mentions: OwnMentions,
    ) -> None:
        self._own = own
        self._mentions = mentions
        self._chat = chat
        self._feed = feed
        self._registry = registry
        self._private_rooms = private_rooms
        self._order = order

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        cursor = str(self._feed.last)
        caller: Caller = req.context.caller
        mentions = self._mentioned(caller)
        resp.media = {
            "rooms": [
                self._summary(room, caller) | mentions.get(room.name, {})
                for room in self._chat.rooms(caller.scope)
            ],
            "hidden": sorted(self._registry.hidden),
            "cursor": cursor,
        }
        if caller.member is not None:
            resp.media["read"] = self._own.told(caller.member, EVERY_ROOM)["read"]

    on_head = on_get

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        said = params.fields(req)
        if "name" not in said:
            raise BadInput("room-unnamed")
        if params.flag(said, "private"):
            self._make_private(req, resp, said)
            return
        caller: Caller = req.context.caller
        nick = self._chat.nick(said.get("nick", ""))
        token = caller.token(nick)
        caller.check_muted(public_id(token))
        receipt = self._chat.make(
            token=token,
            nick=nick,
            name=said["name"],
            key=said.get("key"),
            maker=caller.maker,
            reader=caller.reader,
            scope=caller.scope,
        )
        if receipt is None:
            resp.media = {"room": self._chat.room(typed_name(said["name"]))}
        else:
            resp.status = falcon.HTTP_201 if receipt.new else falcon.HTTP_200
            resp.media = {"room": receipt.room, "id": receipt.id}

    def _make_private(
        self, req: falcon.Request, resp: falcon.Response, said: Mapping[str, Any]
    ) -> None:
        caller: Caller = req.context.caller
        person = person_of(req, self._chat, said.get("nick", ""))
        caller.check_muted(person.member)
        receipt = self._private_rooms.make(
            person,
            said["name"],
            said.get("topic", ""),
            self._chat.key(said.get("key")),
            maker=caller.maker,
        )
        resp.status = falcon.HTTP_201 if receipt.new else falcon.HTTP_200
        found = self._registry.room(receipt.room)
        title = said["name"] if found is None else found.title
        resp.media = {
            "room": receipt.room,
            "id": receipt.id,
            "title": title,
            "private": True,
        }

    def _mentioned(self, caller: Caller) -> Mapping[str, dict[str, Any]]:
        """What is to be said of the rooms in which they are mentioned and have not read it."""
        if caller.member is None:
            return {}
        found = self._mentions.unread(caller.member, caller.scope, caller.reader)
        return {
            room: {"mentions": [{"id": one.id, "at": one.at, "member": one.by} for one in those]}
            for room, those in found.items()
        }

    def _summary(self, room: RoomSummary, caller: Caller) -> dict[str, Any]:
        private = self._registry.room(room.name)
        summary = _summary(room) | self._order.told(room.name)
        if caller.member is not None:
            summary |= self._own.told(caller.member, room.name)
        if private is None:
            return summary
        people = self._registry.members(room.name)
        others = [member for member in people if member != caller.member] if private.direct else []
        return summary | {
            "private": True,
            "direct": private.direct,
            "maker": private.maker,
            "members": len(people),
            "with": [named(self._chat, member) for member in others],
        }


def _summary(room: RoomSummary) -> dict[str, Any]:
    return {
        "name": room.name,
        "messages": room.messages,
        "last": room.last,
        "time": room.time or None,
    }
