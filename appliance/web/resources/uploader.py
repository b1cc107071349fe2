"""Who sends a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appliance.chat.chat import Chat
from appliance.chat.member import public_id
from appliance.errors import Refused
from appliance.web.access.caller import Caller


def uploader(caller: Caller, chat: Chat, said: Mapping[str, Any]) -> str:
    """The member whose share it takes; `said` is a name, and the room that it is for. Asked before
    anything of it comes: raises what `Chat.post` would for this caller, name and room.
    """
    nick = caller.nick(chat.nick(said.get("nick", "")))
    member = public_id(caller.token(nick))
    if "room" not in said:
        caller.check_muted(member)
        return member
    room = chat.room(said["room"], caller.posts)
    if not caller.posts.holds(room):
        raise Refused("token-not-here")
    caller.check_floor(member, room)
    return member
