"""`POST /pub`: say something."""

from __future__ import annotations

import falcon

from appliance.chat.chat import Chat
from appliance.chat.room import LOBBY
from appliance.web.params import fields
from appliance.web.session import Session


class Pub:
    """Takes a message as a form or as JSON; answers once it is on disk."""

    def __init__(self, chat: Chat, session: Session) -> None:
        self._chat = chat
        self._session = session

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        said = fields(req)
        nick = said.get("nick", "")
        receipt = self._chat.post(
            token=self._session.token(req, str(nick)),
            nick=nick,
            message=said.get("message"),
            room=said.get("room", LOBBY),
            key=said.get("key"),
        )
        resp.media = {"status": "sent", "id": receipt.id, "room": receipt.room}
