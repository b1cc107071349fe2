"""Addresses of the chat that bring a secret along, with their codes.

The secret stands behind the #: browsers send nothing of what is there, so that it is in no log on
the way, in no referrer, and not used up by being opened. The page asks, and only then says it.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from appliance.web import qr_code
from appliance.web.invitation import Invitation

DEVICE: Final = "device"
"""What makes a browser the same member."""

JOIN: Final = "join"
"""What opens a private room."""

DOOR: Final = "pass"
"""The passcode of the door."""


def secret_link(invitation: Invitation, what: str, secret: str) -> dict[str, object]:
    """The best of the chat's addresses with the secret, and the rows of its code, as JSON."""
    url = f"{invitation.addresses()[0].url}#{what}={quote(secret, safe='')}"
    return {"url": url, "code": qr_code.rows(url)}
