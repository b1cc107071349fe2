"""What the chat is called where nobody gave it a name: after its machine, as several chats that are
all called the same cannot be told apart.
"""

from __future__ import annotations

import socket

from appliance.settings import Settings
from appliance.visible import visible


def called(chosen: Settings) -> str:
    """The chat's name, chosen or made."""
    return chosen.name or after(socket.gethostname())


def after(machine: str) -> str:
    """A name after this host name; a plain one where that says nothing, or nothing to read."""
    short = machine.partition(".")[0]
    if short.lower() in ("", "localhost") or visible(short) != short:
        return "Chat"
    return f"Chat on {short}"
