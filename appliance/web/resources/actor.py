"""Who a request acts as, as the rules of the chat want to know it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import falcon

from appliance.chat.actor import Actor, check_host
from appliance.chat.chat import Chat
from appliance.errors import Refused
from appliance.web.access.caller import Caller


def person_of(req: falcon.Request, chat: Chat, nick: object = "") -> Actor:
    """Who asks, under the name that they gave, if they gave one. Raises BadInput, TooLong or
    NameTaken, and Muted for a name that is new.
    """
    caller: Caller = req.context.caller
    name = chat.nick(nick)
    chat.people.allow(name)
    token = caller.token(name)
    # Without a name nothing is said of it: a script that takes somebody out says none.
    person = Actor.of(token, name, chat.people.naming(token, name) if name else ())
    if person.named:
        caller.check_muted(person.member)
    return person


def actor_of(req: falcon.Request, chat: Chat, said: Mapping[str, Any]) -> Actor:
    """The same, with what order they keep, and the key that they `said`."""
    caller: Caller = req.context.caller
    person = person_of(req, chat, said.get("nick", ""))
    return person._replace(role=caller.role, key=chat.key(said.get("key")))


def host_of(req: falcon.Request) -> Caller:
    """Who asks. Raises Refused for everybody but the host."""
    caller: Caller = req.context.caller
    check_host(caller.role)
    return caller


def member_of(req: falcon.Request) -> str:
    """The public id of who asks. Raises Refused without a cookie: that may be several people."""
    caller: Caller = req.context.caller
    if caller.member is None:
        raise Refused("names-for-members")
    return caller.member
