"""`POST /hooks/{secret}`: what programs say that know nothing of this chat but an address."""

from __future__ import annotations

import falcon

from appliance.chat.chat import Chat
from appliance.chat.names import LOBBY
from appliance.web import params
from appliance.web.access.caller import Caller
from appliance.web.resources.pub import say
from appliance.web.webhooks import told


class Hooks:
    """Says it as the bot whose hook it is: in the first of its rooms, or the one that is named.

    Whoever has the address may post, and do nothing else: it lies in many settings.
    """

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    def on_post(self, req: falcon.Request, resp: falcon.Response, secret: str) -> None:
        caller: Caller = req.context.caller
        own = () if caller.bot is None else caller.bot.token.rooms
        room = params.text(req, "room") or next(iter(own), LOBBY)
        said = {
            "message": told(*params.raw(req), self._chat.limits.message),
            "room": room,
            "key": params.text(req, "key"),
        }
        say(self._chat, caller, said, resp)
