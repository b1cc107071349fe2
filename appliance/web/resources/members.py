"""`/members`: the host's and the helpers' view of people, and what they do to keep order."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import falcon

from appliance.chat.actor import check_keeper
from appliance.chat.moderation import Moderation
from appliance.chat.people import People
from appliance.chat.standing.person import Person
from appliance.chat.standing.registry import Registry
from appliance.web.access.caller import Caller

FIELDS: Final = ("role", "muted_until", "removed", "hidden")

UNKNOWN: Final = Person()
"""A visitor, who is not remembered."""


class Members:
    """All of whom something is known."""

    def __init__(self, people: People, registry: Registry, moderation: Moderation) -> None:
        self._people = people
        self._registry = registry
        self._moderation = moderation

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        caller: Caller = req.context.caller
        check_keeper(caller.role)
        known = dict.fromkeys([*self._people.known, *self._registry.conducts])
        resp.media = {"members": [self.told(member, caller.hosts) for member in known]}

    on_head = on_get

    def known(self, member: str) -> bool:
        """Whether something is known of a member: a name, or how they stand."""
        return member in self._people.known or member in self._registry.conducts

    def told(self, member: str, hosts: Collection[str]) -> dict[str, Any]:
        """One of them, as JSON."""
        conduct = self._moderation.now(member)
        person = self._people.person(member) or UNKNOWN
        return {
            "member": member,
            "nick": person.nick,
            "since": person.since or None,
            "role": "host" if member in hosts else conduct.role,
            "muted_until": conduct.muted_until or None,
            "removed": conduct.removed,
            "hidden": conduct.hidden,
        }
