"""What a program may do here that has a token: a bot."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar, Final

from appliance.chat.standing.noun import Noun
from appliance.feed.scope import NOTHING, PUBLIC, Scope, is_private

POST: Final = "post"
READ: Final = "read"
METRICS: Final = "metrics"
"""To read how the chat is, and nothing that is said: for a monitoring program, which the door else
keeps out."""

RIGHTS: Final = (POST, READ, METRICS)

_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class BotToken(Noun):
    """Of one bot; the fact's name is the bot's public id, which its messages carry. No `rooms` are
    all public ones. The secrets are hashes; `since` is in seconds since 1970.
    """

    noun: ClassVar[str] = "token"

    name: str = ""
    rooms: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    secret: str = ""
    hook: str = ""
    maker: str = ""
    since: int = 0

    def posts(self, inside: Collection[str]) -> Scope:
        """Where it may post; `inside` are the private rooms in which it is by now."""
        return self._reach(inside) if POST in self.may else NOTHING

    def reads(self, inside: Collection[str]) -> Scope:
        """What it may read, likewise."""
        return self._reach(inside) if READ in self.may else NOTHING

    def _reach(self, inside: Collection[str]) -> Scope:
        if not self.rooms:
            return PUBLIC
        return Scope.of(room for room in self.rooms if not is_private(room) or room in inside)


def new_secret() -> str:
    """128 bits that nobody can guess, hexadecimal."""
    return secrets.token_hex(_BYTES)


def hashed(secret: str) -> str:
    """What is kept of a secret. Nobody tries 128 bits, so neither salt nor slowness is needed."""
    return hashlib.sha256(f"bot {secret}".encode(errors="replace")).hexdigest()


def member_token(secret_hash: str) -> str:
    """The member's token of the bot with this secret. It is none that a cookie may hold, so that
    nobody comes as the bot but by its secret.
    """
    return f"bot:{secret_hash[:28]}"
