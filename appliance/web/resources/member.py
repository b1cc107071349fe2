"""`GET /members/{member}`: who somebody is, as far as others may know."""

from __future__ import annotations

import falcon

from appliance.chat.chat import Chat
from appliance.chat.people import MemberUnknown
from appliance.web.access.caller import Caller


class Member:
    """What a card about somebody says. Who was called how before is for the host."""

    def __init__(self, chat: Chat) -> None:
        self._people = chat.people

    def on_get(self, req: falcon.Request, resp: falcon.Response, member: str) -> None:
        caller: Caller = req.context.caller
        person = self._people.person(member)
        if person is None:
            raise MemberUnknown("member-unknown")
        resp.media = {
            "member": member,
            "nick": person.nick,
            "tag": self._people.tag(member),
            "since": person.since,
        }
        if caller.host:
            resp.media["former"] = list(person.former)

    on_head = on_get
