"""`/members/{member}`: who somebody is, as far as others may know, and what they may do."""

from __future__ import annotations

import falcon

from appliance.chat.actor import check_keeper
from appliance.chat.chat import Chat
from appliance.chat.moderation import Moderation
from appliance.chat.people import MemberUnknown
from appliance.chat.standing.conduct import KEEPERS
from appliance.web import params
from appliance.web.access.caller import Caller
from appliance.web.resources.actor import actor_of
from appliance.web.resources.members import FIELDS, UNKNOWN, Members


class Member:
    """What a card about somebody says. For host and helpers are also the names before, how many
    others share the address, and how somebody stands, which they change.
    """

    def __init__(self, chat: Chat, members: Members, moderation: Moderation) -> None:
        self._chat = chat
        self._people = chat.people
        self._members = members
        self._moderation = moderation

    def on_get(self, req: falcon.Request, resp: falcon.Response, member: str) -> None:
        caller: Caller = req.context.caller
        person = self._people.person(member)
        keeper = caller.role in KEEPERS
        if person is None and not (keeper and self._members.known(member)):
            raise MemberUnknown("member-unknown")
        person = person or UNKNOWN
        resp.media = {
            "member": member,
            "nick": person.nick,
            "tag": self._people.tag(member),
            "since": person.since or None,
        }
        if keeper:
            resp.media |= self._members.told(member, caller.hosts)
            resp.media["former"] = list(person.former)
            resp.media["others_at_address"] = caller.others_beside(member)

    on_head = on_get

    def on_put(self, req: falcon.Request, resp: falcon.Response, member: str) -> None:
        caller: Caller = req.context.caller
        check_keeper(caller.role)
        said = params.fields(req)
        wanted = {field: said[field] for field in FIELDS if field in said}
        keeper = actor_of(req, self._chat, said)
        number = self._moderation.change(keeper, member, wanted, caller.hosts)
        resp.media = self._members.told(member, caller.hosts)
        resp.media["others_at_address"] = caller.others_beside(member)
        if number is not None:
            resp.media["id"] = number
