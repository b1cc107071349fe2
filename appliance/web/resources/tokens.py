"""`/tokens`: what the host gives to bots, and takes back."""

from __future__ import annotations

from typing import Any

import falcon

from appliance.chat.actor import Actor
from appliance.chat.moment import moment
from appliance.chat.standing.bot_token import BotToken
from appliance.chat.standing.registry import Registry
from appliance.chat.tokens import Tokens
from appliance.web import params
from appliance.web.resources.actor import host_of


class TokenList:
    """All tokens without their secrets; and a new one, whose secrets are told this once."""

    def __init__(self, tokens: Tokens, registry: Registry) -> None:
        self._tokens = tokens
        self._registry = registry

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        host_of(req)
        bots = self._registry.bots
        found = sorted(bots.all.items(), key=lambda bot: (bot[1].since, bot[1].name))
        resp.media = {
            "tokens": [
                {**_told(member, token), "used": _time(bots.used(member))}
                for member, token in found
            ]
        }

    on_head = on_get

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        caller = host_of(req)
        said = params.fields(req)
        made = self._tokens.make(
            Actor.of(caller.token(""), ""),
            said.get("name", ""),
            said.get("rooms", []),
            said.get("may", "post"),
            said.get("key"),
            held=caller.scope,
        )
        resp.status = falcon.HTTP_201 if made.receipt.new else falcon.HTTP_200
        resp.media = {
            **_told(made.member, made.token),
            "secret": made.secret,
            "hook": made.hook,
            "entry": made.receipt.id,
        }


class OneToken:
    """Taken back at once: what it holds open ends."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def on_delete(self, req: falcon.Request, resp: falcon.Response, token: str) -> None:
        caller = host_of(req)
        receipt = self._tokens.remove(
            Actor.of(caller.token(""), ""), token, params.text(req, "key")
        )
        resp.media = {"id": token, "entry": receipt.id}


def _told(member: str, token: BotToken) -> dict[str, Any]:
    return {
        "id": member,
        "name": token.name,
        "rooms": list(token.rooms),
        "may": list(token.may),
        "since": _time(token.since),
    }


def _time(seconds: float | None) -> str | None:
    return None if seconds is None else moment(seconds, "seconds")
