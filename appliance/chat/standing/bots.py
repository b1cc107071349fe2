"""The bots there are, found by their secrets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from appliance.chat.standing.bot_token import BotToken, hashed, member_token
from appliance.feed.facts import Fact


class Bot(NamedTuple):
    """`member` is its public id."""

    member: str
    token: BotToken

    @property
    def member_token(self) -> str:
        """By which the chat knows what it wrote as one member's."""
        return member_token(self.token.secret)


class Bots:
    """Folded from facts; as many as the tokens there are."""

    def __init__(self) -> None:
        self._tokens: dict[str, BotToken] = {}
        self._secrets: dict[str, str] = {}
        self._hooks: dict[str, str] = {}
        self._used: dict[str, float] = {}

    @property
    def all(self) -> Mapping[str, BotToken]:
        """By their public ids."""
        return MappingProxyType(self._tokens)

    def by_secret(self, secret: str) -> Bot | None:
        """Whose secret this is."""
        return self._bot(self._secrets.get(hashed(secret)))

    def by_hook(self, secret: str) -> Bot | None:
        """Whose hook has this address."""
        return self._bot(self._hooks.get(hashed(secret)))

    def used(self, member: str) -> float | None:
        """When it asked last, in seconds since 1970; None for not since the program began. It is
        kept in memory only: a bot that asks must not make the disk work.
        """
        return self._used.get(member)

    def use(self, member: str, now: float) -> None:
        """It asks just now."""
        self._used[member] = now

    def fold(self, fact: Fact) -> Iterable[str]:
        """Take what a fact says of a token; whom it concerns."""
        self._forget(fact.name)
        if fact.value is not None:
            token = self._tokens[fact.name] = BotToken.of(fact.value)
            self._secrets[token.secret] = self._hooks[token.hook] = fact.name
        return (fact.name,)

    def _forget(self, member: str) -> None:
        token = self._tokens.pop(member, None)
        if token is None:
            return
        del self._secrets[token.secret], self._hooks[token.hook]
        self._used.pop(member, None)

    def _bot(self, member: str | None) -> Bot | None:
        return None if member is None else Bot(member, self._tokens[member])
