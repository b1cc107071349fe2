"""What may be said, as a chat is started with."""

from __future__ import annotations

from dataclasses import replace

from appliance.chat.chat import Limits
from appliance.host.limits import chat_limits
from appliance.settings import Settings


def limits(**changed: int) -> Limits:
    """Those of the settings, with these changes."""
    return replace(chat_limits(Settings()), **changed)
