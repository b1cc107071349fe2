"""`POST /pub`: say something."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import falcon

from appliance.chat.chat import Chat
from appliance.chat.files.attaching import Attaching
from appliance.chat.member import public_id
from appliance.chat.names import LOBBY
from appliance.errors import BadInput, Refused
from appliance.web.access.caller import Caller
from appliance.web.params import fields, flag


class Pub:
    """Takes a message as a form or as JSON; answers once it is on disk."""

    def __init__(self, chat: Chat, attaching: Attaching) -> None:
        self._chat = chat
        self._attaching = attaching

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        said, caller = fields(req), req.context.caller
        if "files" not in said:
            if "message" not in said:
                raise BadInput("message-missing")
            return say(self._chat, caller, said, resp)
        with self._attaching.wanted(said["files"], caller.scope, caller.reader) as files:
            return say(self._chat, caller, {"message": "", **said}, resp, files)


def say(
    chat: Chat,
    caller: Caller,
    said: Mapping[str, Any],
    resp: falcon.Response,
    files: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Say what a form says, as the caller, with these files, and answer where it stands."""
    nick = caller.nick(chat.nick(said.get("nick", "")))
    room = chat.room(said.get("room", LOBBY), caller.posts)
    if not caller.posts.holds(room):  # be it there or not
        raise Refused("token-not-here")
    token = caller.token(nick)
    receipt = chat.post(
        token=token,
        nick=nick,
        message=said["message"],
        room=room,
        key=said.get("key"),
        log=said.get("log"),
        maker=caller.maker,
        scope=caller.posts,
        bot=caller.bot is not None,
        act=flag(said, "act"),
        reply=said.get("reply"),
        mentions=said.get("mentions"),
        role=caller.role,
        files=files,
        reader=caller.reader,
        admit=partial(caller.take_floor, public_id(token)),
    )
    resp.content_type = falcon.MEDIA_JSON
    resp.data = b'{"status":"sent","id":%d,"room":%b}' % (
        receipt.id,
        json.dumps(receipt.room).encode(),
    )
