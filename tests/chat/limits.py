"""What may be said, as a chat is started with."""

from __future__ import annotations

from appliance.chat.chat import Limits
from appliance.settings import Settings


def limits(**changed: int) -> Limits:
    """Those of the settings, with these changes."""
    usual = Settings()
    said = {"message": usual.max_message, "nick": usual.max_nick, "rooms": usual.max_rooms}
    return Limits(**said | changed)
