"""Codes that make one browser the admin's, once and soon: rules without I/O.

A browser is handed an address as an argument, and every user of the machine can read arguments
(`ps`). The admin's token would be theirs for ever; a code is of no use to who comes second, or
late. Whoever knows the token makes codes without asking anybody; only the server takes them.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Final

SECONDS: Final = 60
"""How long a code may be on its way: a browser that must be started first takes a few seconds."""

MOST: Final = 1_000
"""Codes that were used and have not run out yet; with so many no further one is taken until then.
Only who has the token can make them."""

_CODE: Final = re.compile(r"(\d{1,12})-([0-9a-f]{16})-([0-9a-f]{32})", re.ASCII)


def make(token: str, now: float) -> str:
    """A new code; `now` is in seconds since 1970, as the server's clock has it."""
    until, name = int(now) + SECONDS, secrets.token_hex(8)
    return f"{until}-{name}-{_proof(token, until, name)}"


class Codes:
    """Takes the codes that `token` made, each once."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._used: dict[str, int] = {}

    def take(self, code: str, now: float) -> bool:
        """Whether this is one; it is none any more then."""
        found = _CODE.fullmatch(code)
        if found is None:
            return False
        until, name = int(found[1]), found[2]
        self._used = {used: end for used, end in self._used.items() if end >= now}
        if (
            not hmac.compare_digest(found[3], _proof(self._token, until, name))
            or not now <= until <= now + SECONDS + 1
            or name in self._used
            or len(self._used) >= MOST
        ):
            return False
        self._used[name] = until
        return True


def _proof(token: str, until: int, name: str) -> str:
    made = hmac.new(token.encode(), f"admin code {until} {name}".encode(), hashlib.sha256)
    return made.hexdigest()[:32]
