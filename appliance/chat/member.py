"""Members: whoever holds a token. Others see only a public id made from it."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from functools import lru_cache
from typing import Final

_ID_BYTES: Final = 10
TOKEN_BYTES: Final = 16

_PUBLIC_ID: Final = re.compile(r"[a-z2-7]{16}", re.ASCII)

KNOWN: Final = 4_096
"""Members whose ids are remembered instead of computed again (3 µs each); the one unseen for
longest goes. A token has 64 characters at most, so that is 1 MB."""


def new_token() -> str:
    """A token nobody can guess (128 bits, hexadecimal)."""
    return secrets.token_hex(TOKEN_BYTES)


def is_public_id(value: object) -> bool:
    """Whether it may be a member's public id."""
    return isinstance(value, str) and _PUBLIC_ID.fullmatch(value) is not None


def is_visitors(token: str) -> bool:
    """Whether it is one of `visitor_token`, which several people may have."""
    return len(token) != 2 * TOKEN_BYTES


@lru_cache(maxsize=KNOWN)
def public_id(token: str) -> str:
    """The member's public id: 16 characters that do not lead back to the token."""
    digest = hashlib.sha256(b"member:" + token.encode()).digest()
    return base64.b32encode(digest[:_ID_BYTES]).decode().lower()


def visitor_token(secret: str, address: str, nick: str) -> str:
    """The token of somebody without one, such as `curl`: the same address and nick are the same
    member, so that repeating a send with its key stays harmless. `secret` keeps the address
    from being found by trying them all.

    Not remembered: what is made of what somebody sent is as large as they like.
    """
    seed = f"{secret}\n{address}\n{nick}"
    return hashlib.sha256(b"visitor:" + seed.encode()).hexdigest()
