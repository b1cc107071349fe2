"""What is so of a private room: what people call it, and who may change that."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import ClassVar, Final

from appliance.chat.standing.noun import Noun
from appliance.feed.scope import PRIVATE

_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class PrivateRoom(Noun):
    """Of one room: who made it is a public id. The people of a `direct` one are for ever those that
    it began with.
    """

    noun: ClassVar[str] = "room"

    title: str = ""
    topic: str = ""
    direct: bool = False
    maker: str = ""


def new_name(token: str, key: str | None) -> str:
    """What a new private room is called: 128 bits that nobody can guess. The same for who makes it
    again under one `key`, which is why it is made of their token, a secret.
    """
    if key is None:
        return _name(secrets.token_bytes(_BYTES))
    return _name(hashlib.sha256(f"private room\n{token}\n{key}".encode()).digest())


def direct_name(people: frozenset[str]) -> str:
    """What the conversation of these people is called, so that they find it again. Others can know
    it, and are told of no room by it that they are not in.
    """
    return _name(hashlib.sha256(" ".join(["direct", *sorted(people)]).encode()).digest())


def _name(digest: bytes) -> str:
    return PRIVATE + base64.b32encode(digest[:_BYTES]).decode().rstrip("=").lower()
