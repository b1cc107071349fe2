"""The chats of other machines that the window can show instead of its own."""

from __future__ import annotations

from appliance.host.window.choice import Chat


def look(seconds: float) -> list[Chat]:
    """Those that are found within `seconds` and answer; none where looking is impossible."""
    from appliance.host.discovery.browse import CannotLook, find

    try:
        found = find(seconds)
    except CannotLook:
        return []  # the own chat works as well without the others
    return [Chat(chat.name, chat.urls[0], chat.id) for chat in found if chat.answers]
