"""The passcode of the door: what may be one, and what is kept of it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from typing import Final, NamedTuple

from appliance.errors import BadInput

SHORTEST: Final = 6
"""Characters. Six digits hold for a month on average against who tries all day, as often as
`tries` lets everybody together."""

LONGEST: Final = 64
"""Characters of a passcode, which somebody types; what is longer is none, and is not hashed."""

_COST: Final = 2**14
_BLOCK: Final = 8
"""For scrypt: 16 MB, and 40 ms of a processor for each try. Whoever gets the data folder must do
the same for each that they try."""


class Kept(NamedTuple):
    """What is known of a passcode, hexadecimal."""

    salt: str
    digest: str


def read(value: object) -> str:
    """A passcode as it is compared: devices write the same letters in different ways, and people
    leave a space behind them. Raises BadInput for what cannot be chosen as one.
    """
    if not isinstance(value, str):
        raise BadInput("passcode-not-text")
    found = meant(value)
    if not SHORTEST <= len(found) <= LONGEST or not found.isprintable():
        raise BadInput("passcode-length", least=SHORTEST, most=LONGEST)
    return found


def meant(typed: str) -> str:
    """What somebody means who typed this; empty for what can be none."""
    if len(typed) > 2 * LONGEST:
        return ""
    return unicodedata.normalize("NFKC", typed).strip()


def keep(passcode: str) -> Kept:
    """What to keep of a passcode that was read. Takes 40 ms."""
    salt = secrets.token_hex(16)
    return Kept(salt, _digest(passcode, salt))


def fits(typed: str, kept: Kept) -> bool:
    """Whether somebody typed it; as long for each wrong one. Takes 40 ms."""
    return hmac.compare_digest(_digest(meant(typed), kept.salt), kept.digest)


def _digest(passcode: str, salt: str) -> str:
    # Half of a character beyond the first 65,536 is no text, and fits nothing.
    said = passcode.encode(errors="surrogatepass")
    return hashlib.scrypt(said, salt=bytes.fromhex(salt), n=_COST, r=_BLOCK, p=1, dklen=32).hex()
