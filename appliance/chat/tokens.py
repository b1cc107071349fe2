"""Bots' tokens: made and taken back by the host."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, NamedTuple

from gevent.lock import BoundedSemaphore

from appliance.chat.actor import Actor
from appliance.chat.chat import Chat
from appliance.chat.member import public_id
from appliance.chat.names import ACTS
from appliance.chat.standing.bot_token import RIGHTS, BotToken, hashed, member_token, new_secret
from appliance.chat.standing.membership import Membership, membership_name
from appliance.chat.standing.registry import Registry
from appliance.errors import BadInput, Problem, Refused
from appliance.feed.contract import Feed, Receipt
from appliance.feed.entry import Draft
from appliance.feed.facts import Fact
from appliance.feed.scope import Scope, is_private

MOST_TOKENS: Final = 1_000
"""Tokens; one more is refused."""

MOST_ROOMS: Final = 8
"""Rooms of one token, as a fact is small."""

LONGEST_NAME: Final = 64
"""Characters of a token's name, or fewer where a nickname has fewer."""


class TooManyTokens(Problem):
    """There are as many as are allowed."""

    status = 409
    title = "Too many tokens"


class TokenUnknown(Problem):
    """There is no such token, or there is none any more."""

    status = 404
    title = "No such token"


class Made(NamedTuple):
    """A token that was made; the secrets are None for who asks again under the same key, for
    nothing but their hashes is kept.
    """

    receipt: Receipt
    member: str
    token: BotToken
    secret: str | None
    hook: str | None


class Tokens:
    """Makes them one after another, so that no two get the same name."""

    def __init__(
        self,
        chat: Chat,
        feed: Feed,
        registry: Registry,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._chat = chat
        self._feed = feed
        self._registry = registry
        self._clock = clock
        self._one = BoundedSemaphore()

    def make(
        self,
        who: Actor,
        name: object,
        rooms: object,
        may: object,
        key: object = None,
        *,
        held: Scope,
    ) -> Made:
        """A new token; `held` is what the one who makes it may read. Raises BadInput, NameTaken,
        TooManyTokens, or what the feed raises.
        """
        secret, hook = new_secret(), new_secret()
        token = BotToken(
            name=self._name(name),
            rooms=self._rooms(rooms, held),
            may=_rights(may),
            secret=hashed(secret),
            hook=hashed(hook),
            maker=who.member,
            since=int(self._clock()),
        )
        member = public_id(member_token(token.secret))
        with self._one:
            known = self._made_before(who, token, key)
            if known is not None:
                return known
            self._check(token)
            facts = (token.fact(member), *_memberships(member, token))
            receipt = self._feed.append(self._said(who, "made", token, key, facts))
        return Made(receipt, member, token, secret, hook)

    def remove(self, who: Actor, member: str, key: object = None) -> Receipt:
        """What has the token is nobody here from now on. Raises TokenUnknown."""
        token = self._registry.bots.all.get(member)
        if token is None:
            raise TokenUnknown("token-not-there")
        rooms = (Membership.gone(membership_name(room, member)) for room in token.rooms)
        facts = (BotToken.gone(member), *(fact for fact in rooms if is_private(fact.name)))
        return self._feed.append(self._said(who, "removed", token, key, facts))

    def _made_before(self, who: Actor, token: BotToken, key: object) -> Made | None:
        """By the same host, under the same key."""
        receipt = None if key is None else self._feed.find(self._said(who, "made", token, key))
        if receipt is None:
            return None
        for member, known in self._registry.bots.all.items():
            if known.name == token.name:
                return Made(receipt, member, known, None, None)
        raise TokenUnknown("token-not-there")

    def _check(self, token: BotToken) -> None:
        self._chat.people.allow(token.name)
        if len(self._registry.bots.all) >= MOST_TOKENS:
            raise TooManyTokens("tokens-full", most=MOST_TOKENS)

    def _name(self, value: object) -> str:
        name = self._chat.nick(value)
        if not name:
            raise BadInput("token-unnamed")
        if len(name) > LONGEST_NAME:
            raise BadInput("token-name-long", most=LONGEST_NAME)
        return name

    def _rooms(self, value: object, held: Scope) -> tuple[str, ...]:
        if not isinstance(value, list | tuple) or len(value) > MOST_ROOMS:
            raise BadInput("token-rooms", most=MOST_ROOMS)
        rooms = tuple(dict.fromkeys(self._chat.room(room, held) for room in value))
        private = map(self._registry.room, rooms)
        if any(room is not None and room.direct for room in private):
            raise Refused("direct-fixed")
        return rooms

    def _said(
        self, who: Actor, what: str, token: BotToken, key: object, facts: tuple[Fact, ...] = ()
    ) -> Draft:
        return Draft(
            room=ACTS,
            kind="token",
            nick=who.nick,
            member=who.member,
            fields={"what": what, "name": token.name, "may": list(token.may)},
            key=self._chat.key(key),
            facts=facts,
        )


def _rights(value: object) -> tuple[str, ...]:
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list) or not given or any(right not in RIGHTS for right in given):
        raise BadInput("token-may", rights=", ".join(RIGHTS))
    return tuple(right for right in RIGHTS if right in given)


def _memberships(member: str, token: BotToken) -> tuple[Fact, ...]:
    """In private rooms it is somebody whom their people see, and can take out."""
    return tuple(
        Membership(token.maker).fact(membership_name(room, member))
        for room in token.rooms
        if is_private(room)
    )
