"""An invitation to a private room: whoever has its secret may come in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import ClassVar, Final

from appliance.chat.standing.noun import Noun

_BYTES: Final = 16
_ID_BYTES: Final = 10


@dataclass(frozen=True, slots=True)
class PrivateLink(Noun):
    """Of one room: `by` is who made it, a public id, `expires` in seconds since 1970. Of the secret
    only its `hash` is kept, so that neither the log nor a backup of it lets anybody in.
    """

    noun: ClassVar[str] = "link"

    room: str = ""
    by: str = ""
    expires: float = 0
    once: bool = False
    uses: int = 0
    hash: str = ""

    def open(self, now: float) -> bool:
        """Whether somebody may still come in by it."""
        return now < self.expires and not (self.once and self.uses)

    def opened_by(self, secret: str) -> bool:
        return hmac.compare_digest(self.hash, hash_of(secret))


def new_secret(token: str, key: str | None) -> str:
    """128 bits that nobody can guess. The same for who makes a link again under one `key`, which is
    why it is made of their token, a secret.
    """
    if key is None:
        return _text(secrets.token_bytes(_BYTES))
    return _text(hashlib.sha256(f"link\n{token}\n{key}".encode()).digest()[:_BYTES])


def link_id(secret: str) -> str:
    """What the link of a secret is called where people see it: it does not lead back."""
    return _text(hashlib.sha256(f"link id\n{secret}".encode()).digest()[:_ID_BYTES])


def hash_of(secret: str) -> str:
    return hashlib.sha256(f"link secret\n{secret}".encode()).hexdigest()


def _text(digest: bytes) -> str:
    return base64.b32encode(digest).decode().rstrip("=").lower()
