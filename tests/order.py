"""Which test files begin first where several processes run them.

A long file that begins last keeps the other processes waiting for its end. So the long ones come
first (more than twenty seconds on two processors), and of these what needs nothing built: the rest
is built meanwhile, see `tests/forms/ahead.py`.
"""

from __future__ import annotations

from typing import Final

_BROWSER: Final = (
    *("outages", "invite", "middlebox", "rooms", "moderation", "many_rooms", "private_rooms"),
    *("tabs", "long_conversations", "hostile_text", "messages", "door", "devices", "reading"),
    *("profile", "keeping", "begun", "refusals", "other_address", "notifications", "layout"),
    *("changes", "access", "replies", "by_keyboard", "marks", "keys", "room_keys", "presence"),
    *("commands", "levels", "files"),
)
_BUILT: Final = (
    *("window/test_double_click", "window/test_view", "window/test_fallbacks"),
    *("forms/test_executable", "window/test_place", "forms/test_bare_system"),
    *("window/test_kill_matrix", "window/test_around", "window/test_notices"),
    *("window/test_unsent", "window/test_carrying", "window/test_garbage", "window/test_wayland"),
    *("window/test_crashes", "window/test_two_at_once", "window/test_first_look"),
    *("window/test_spoken", "window/test_day", "window/test_dark"),
    *("forms/container/test_running", "forms/container/test_image", "docs/test_running_page"),
)
_OTHERS: Final = (
    *("soak/test_soak", "server/test_crash", "server/test_proxies", "engines/test_core"),
    *("web/server/test_streams", "media/test_hostile", "media/test_cut"),
    *("server/test_file_crashes", "server/test_uploads", "network/discovery/test_lan"),
    *("network/discovery/test_cards", "attacks/test_attacks", "engines/test_journey"),
    *("cli/commands/test_tail", "feed/test_follower", "server/test_parked_polls"),
)

LONG: Final = tuple(
    f"tests/{name}.py"
    for name in (
        "looks/test_states",
        *(f"browser/test_{name}" for name in _BROWSER),
        *_BUILT,
        *_OTHERS,
    )
)

_PLACES: Final = {path: place for place, path in enumerate(LONG)}


def place(path: str) -> int:
    """Where the tests of this file come; those of all other files keep their order behind these."""
    return _PLACES.get(path, len(_PLACES))
