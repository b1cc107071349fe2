"""Who does something, as the rules of the chat know them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from appliance.chat.member import public_id
from appliance.chat.standing.conduct import HOST, KEEPERS
from appliance.errors import Refused
from appliance.feed.entry import Draft, bound
from appliance.feed.facts import Fact


class Actor(NamedTuple):
    """A public id, empty for the program itself, and the name beside it as the chat has cleaned it.
    What somebody cannot do by these has its default.
    """

    member: str
    nick: str
    role: str = ""
    """What order they keep: `host`, `helper`, or none."""
    key: str | None = None
    """Makes what they do repeatable."""
    token: str = ""
    """Whose public id it is; of it are made what only they can make again."""
    named: tuple[Fact, ...] = ()
    """To hold from then on: that they are called so."""

    @classmethod
    def of(cls, token: str, nick: str, named: tuple[Fact, ...] = ()) -> Actor:
        """Whoever has the token."""
        return cls(public_id(token), nick, token=token, named=named)

    def act(self, room: str, kind: str, fields: Mapping[str, Any], *where: str) -> Draft:
        """The entry in `room` of what they do. One request may be several acts, so its key is bound
        to what each of them says, and to `where` that is felt.
        """
        key = self.key and bound(self.key, kind, *where, *map(str, fields.values()))
        return Draft(room, kind, self.nick, self.member, fields, key)


def check_keeper(role: str) -> None:
    """Raise Refused for who keeps no order."""
    if role not in KEEPERS:
        raise Refused("not-a-keeper")


def check_host(role: str) -> None:
    """Raise Refused for everybody but the host."""
    if role != HOST:
        raise Refused("not-the-host")
