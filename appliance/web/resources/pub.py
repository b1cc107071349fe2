"""`POST /pub`: say something."""

from __future__ import annotations

import json

import falcon

from appliance.chat.chat import Chat
from appliance.chat.names import LOBBY
from appliance.errors import BadInput
from appliance.web.access.caller import Caller
from appliance.web.params import fields


class Pub:
    """Takes a message as a form or as JSON; answers once it is on disk."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        said = fields(req)
        if "message" not in said:
            raise BadInput("message-missing")
        caller: Caller = req.context.caller
        nick = self._chat.nick(said.get("nick", ""))
        receipt = self._chat.post(
            token=caller.token(nick),
            nick=nick,
            message=said["message"],
            room=said.get("room", LOBBY),
            key=said.get("key"),
            log=said.get("log"),
            maker=caller.maker,
            scope=caller.scope,
        )
        resp.content_type = falcon.MEDIA_JSON
        resp.data = b'{"status":"sent","id":%d,"room":%b}' % (
            receipt.id,
            json.dumps(receipt.room).encode(),
        )
