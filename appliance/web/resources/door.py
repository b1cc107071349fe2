"""`/door` and `/door/waiting`: who comes in, and whoever waits for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, cast

import falcon

from appliance.chat.actor import Actor, check_keeper
from appliance.chat.chat import Chat
from appliance.chat.doorkeeper import Doorkeeper
from appliance.chat.senders import Maker
from appliance.chat.standing.conduct import KEEPERS
from appliance.chat.standing.registry import Registry
from appliance.errors import BadInput
from appliance.web import params
from appliance.web.access.caller import Caller
from appliance.web.expectant import Awaited, Expectant
from appliance.web.invitation import Invitation
from appliance.web.resources.actor import host_of
from appliance.web.resources.sub import LONGEST_WAIT
from appliance.web.secret_link import DOOR, secret_link
from appliance.web.server.environ import PARKS


class DoorStep:
    """Tells everybody how the door stands and where they are, and lets them in. Who knows the
    `state` can `wait` for another one.
    """

    def __init__(
        self,
        chat: Chat,
        registry: Registry,
        doorkeeper: Doorkeeper,
        waits: Expectant,
        invitation: Invitation,
    ) -> None:
        self._chat = chat
        self._registry = registry
        self._doorkeeper = doorkeeper
        self._waits = waits
        self._invitation = invitation

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        known, wait = params.text(req, "state"), params.whole(req, "wait", 0, LONGEST_WAIT)
        caller: Caller = req.context.caller
        # Whoever waits long keeps this, and not the request.
        told = partial(self._told, caller.member, host=caller.host)
        if known and wait and req.env.get(PARKS):
            resp.content_type = falcon.MEDIA_JSON
            body = Awaited(self._waits, lambda: str(told()["state"]), known, wait, told)
            resp.stream = cast("Iterable[bytes]", body)
        else:
            resp.media = told()

    def on_head(self, req: falcon.Request, resp: falcon.Response) -> None:
        caller: Caller = req.context.caller
        resp.media = self._told(caller.member, host=caller.host)

    def on_put(self, req: falcon.Request, resp: falcon.Response) -> None:
        said = params.fields(req)
        caller = host_of(req)
        by = _actor(caller, self._chat, said)
        drop = said.get("drop", False)
        if not isinstance(drop, bool):
            raise BadInput("door-drop")
        passcode = said.get("passcode")
        number = self._doorkeeper.set(by, said.get("mode"), passcode, drop=drop)
        told = {"id": number, **self._told(caller.member, host=True)}
        resp.media = told | (self._bringing(passcode) if isinstance(passcode, str) else {})

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        said = params.fields(req)
        nick = self._chat.nick(said.get("nick", ""))
        caller: Caller = req.context.caller
        member = caller.greet()
        if not caller.host:
            sender = caller.maker or Maker(req.remote_addr)
            self._doorkeeper.enter(Actor(member, nick), said.get("passcode"), sender)
        resp.media = self._told(member, host=caller.host)
        resp.status = falcon.HTTP_200 if resp.media["past"] else falcon.HTTP_202

    def _bringing(self, passcode: str) -> dict[str, Any]:
        """An address by which one comes in without being asked. Nothing where it would not: the
        passcode is kept for later, or another one was set since the same was said.
        """
        opens = self._doorkeeper.opens_for(passcode)
        return {} if opens is None else secret_link(self._invitation, DOOR, opens)

    def _told(self, member: str | None, *, host: bool) -> dict[str, Any]:
        waiting = self._registry.waiting()
        asked = None if member is None else waiting.get(member)
        told: dict[str, Any] = {
            "mode": self._registry.door.mode,
            "past": host or self._registry.is_past(member),
            "waiting": asked is not None and not asked.refused,
            "refused": asked is not None and asked.refused,
        }
        if host:
            told["passcode"] = bool(self._registry.door.passcode)
            told["inside"] = len(self._registry.people_past())
        # Of now: whoever waits long may be a helper no longer. One who is outside is told nothing.
        if host or (told["past"] and member and self._registry.conduct(member).role in KEEPERS):
            told["asking"] = sum(not each.refused for each in waiting.values())
        # Of the passcode, too, which may be another: who knows its hash cannot tell it.
        facts = [told, self._registry.door.salt if host else ""]
        state = hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]
        return {**told, "state": state}


class WaitingRoom:
    """Tells host and helpers who asked to come in, the first first; those who were refused stand
    there, too, so that this can be undone.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        check_keeper(req.context.caller.role)
        waiting = sorted(self._registry.waiting().items(), key=lambda item: item[1].since)
        resp.media = {
            "waiting": [
                {
                    "member": member,
                    "nick": each.nick,
                    "since": each.since,
                    "refused": each.refused,
                }
                for member, each in waiting
            ]
        }

    on_head = on_get


class Newcomer:
    """Lets one of them in, or refuses them."""

    def __init__(self, chat: Chat, doorkeeper: Doorkeeper) -> None:
        self._chat = chat
        self._doorkeeper = doorkeeper

    def on_put(self, req: falcon.Request, resp: falcon.Response, member: str) -> None:
        caller: Caller = req.context.caller
        check_keeper(caller.role)
        said = params.fields(req)
        by = _actor(caller, self._chat, said)
        admit = said.get("admit")
        if not isinstance(admit, bool):
            raise BadInput("door-admit")
        resp.media = {"id": self._doorkeeper.answer(by, member, admit=admit)}


def _actor(caller: Caller, chat: Chat, said: Mapping[str, Any]) -> Actor:
    return Actor(
        caller.member or "", chat.nick(said.get("nick", "")), key=chat.key(said.get("key"))
    )
