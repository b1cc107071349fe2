"""`PUT /me`: what I am called."""

from __future__ import annotations

import falcon

from appliance.chat.chat import Chat
from appliance.chat.names import LOBBY
from appliance.errors import BadInput, Refused
from appliance.web.access.caller import Caller
from appliance.web.params import fields


class Me:
    """Gives whoever asks another name; answers once it is on disk."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    def on_put(self, req: falcon.Request, resp: falcon.Response) -> None:
        said = fields(req)
        if "nick" not in said:
            raise BadInput("nick-missing")
        caller: Caller = req.context.caller
        if caller.member is None:
            raise Refused("names-for-members")
        nick = self._chat.nick(said["nick"])
        receipt = self._chat.rename(
            caller.token(nick),
            nick,
            said.get("room", LOBBY),
            said.get("key"),
            scope=caller.scope,
            reader=caller.reader,
        )
        resp.media = {"nick": nick} | ({} if receipt is None else {"id": receipt.id})
