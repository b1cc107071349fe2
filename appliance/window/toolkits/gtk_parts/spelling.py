"""Spelling by what WebKitGTK checks it with: Enchant, and whatever dictionaries that finds."""

from __future__ import annotations

import contextlib
import ctypes
from typing import Any, Final

from gi.repository import GLib

from appliance.window.spelling import chosen

_LIBRARY: Final = "libenchant-2.so.2"
_TOLD: Final = ctypes.CFUNCTYPE(None, *[ctypes.c_char_p] * 4, ctypes.c_void_p)


def check_spelling(context: Any) -> None:
    """Where there is a dictionary. What the user adds to it Enchant keeps for all programs."""
    languages: list[str] = []
    with contextlib.suppress(OSError, AttributeError):  # no Enchant, or one that is not known here
        languages = chosen(_dictionaries(), GLib.get_language_names())
    context.set_spell_checking_enabled(bool(languages))
    if languages:
        context.set_spell_checking_languages(languages)


def _dictionaries() -> list[str]:
    """Of all that Enchant finds, the languages. Raises OSError where there is no Enchant."""
    enchant, found = ctypes.CDLL(_LIBRARY), list[str]()
    enchant.enchant_broker_init.restype = ctypes.c_void_p
    broker = ctypes.c_void_p(enchant.enchant_broker_init())

    def told(tag: bytes, *_: Any) -> None:
        found.append(tag.decode("ascii", "ignore"))

    enchant.enchant_broker_list_dicts(broker, _TOLD(told), None)
    enchant.enchant_broker_free(broker)
    return found
