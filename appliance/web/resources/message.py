"""`/messages/{id}` and its reactions: one message, and what is done to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import falcon

from appliance.chat.chat import Chat
from appliance.chat.message_changes import MessageChanges
from appliance.errors import BadInput
from appliance.feed.folding import Target
from appliance.feed.numbers import number_of
from appliance.web import params
from appliance.web.access.caller import Caller
from appliance.web.resources.actor import actor_of


class _OfMessage:
    def __init__(self, chat: Chat, messages: MessageChanges) -> None:
        self._chat = chat
        self._messages = messages

    def _found(self, req: falcon.Request, message: str, said: Mapping[str, Any]) -> Target:
        """What is to be changed; in another log its number may be another message's."""
        self._chat.check_meant(said.get("log"))
        caller: Caller = req.context.caller
        return self._messages.find(number_of(message), caller.scope, caller.reader)


class OneMessage(_OfMessage):
    """Read, edited, deleted."""

    def on_get(self, req: falcon.Request, resp: falcon.Response, message: str) -> None:
        caller: Caller = req.context.caller
        resp.media = self._messages.told(number_of(message), caller.scope, caller.reader)

    on_head = on_get

    def on_put(self, req: falcon.Request, resp: falcon.Response, message: str) -> None:
        said = params.fields(req)
        target = self._found(req, message, said)
        if "message" not in said:
            raise BadInput("message-missing")
        actor = actor_of(req, self._chat, said)
        caller: Caller = req.context.caller
        words, reading = said["message"], (caller.reader, caller.check_floor)
        named = said.get("mentions")
        number = self._messages.edit(actor, target, words, *reading, mentions=named)
        resp.media = {"id": number}

    def on_delete(self, req: falcon.Request, resp: falcon.Response, message: str) -> None:
        said = params.fields(req)
        target = self._found(req, message, said)
        actor = actor_of(req, self._chat, said)
        caller: Caller = req.context.caller
        resp.media = {"id": self._messages.delete(actor, target, caller.reader)}


class Reactions(_OfMessage):
    """Set and taken back."""

    def on_put(self, req: falcon.Request, resp: falcon.Response, message: str, emoji: str) -> None:
        self._react(req, resp, message, emoji, on=True)

    def on_delete(
        self, req: falcon.Request, resp: falcon.Response, message: str, emoji: str
    ) -> None:
        self._react(req, resp, message, emoji, on=False)

    def _react(
        self, req: falcon.Request, resp: falcon.Response, message: str, emoji: str, *, on: bool
    ) -> None:
        said = params.fields(req)
        target = self._found(req, message, said)
        actor = actor_of(req, self._chat, said)
        caller: Caller = req.context.caller
        number = self._messages.react(
            actor, target, emoji, caller.reader, caller.check_floor, on=on
        )
        resp.media = {"room": target.room} | ({} if number is None else {"id": number})
