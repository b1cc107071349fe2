"""What stands for a setting, wherever it was read, in the type and within the bounds of its row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field
from typing import Any, Final

from appliance.errors import Starting

_SWITCH: Final[Mapping[str, bool]] = dict.fromkeys(("on", "true", "yes", "1"), True) | (
    dict.fromkeys(("off", "false", "no", "0"), False)
)
"""How a switch is written as text."""


def read(row: Field[Any], source: str, value: Any) -> Any:
    """`value` in the type of the row's default. Raises Starting, naming its `source`."""
    if isinstance(row.default, str):
        return _text(row, source, value)
    if isinstance(row.default, bool):
        return _on_or_off(source, value)
    low, high = row.metadata["low"], row.metadata["high"]
    number = _number(type(row.default), value)
    if number is None:
        name = "setting-not-whole" if isinstance(row.default, int) else "setting-not-number"
        raise Starting(name, source=source, value=repr(value))
    if not low <= number <= high:
        raise Starting("setting-not-between", source=source, low=low, high=high, value=str(value))
    return number


def _on_or_off(source: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    meant = _SWITCH.get(value.strip().lower()) if isinstance(value, str) else None
    if meant is None:
        raise Starting("setting-not-switch", source=source, value=repr(value))
    return meant


def _number(kind: Any, value: Any) -> int | float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | kind):
        return None
    try:
        number: int | float = kind(value)
    except ValueError:
        return None
    return number


def _text(row: Field[Any], source: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Starting("setting-not-text", source=source, value=repr(value))
    low, high = row.metadata["low"], row.metadata["high"]
    if not low <= len(value) <= high:
        raise Starting("setting-length", source=source, low=low, high=high, characters=len(value))
    wrong = row.metadata["check"](value) if value else ""
    if wrong:
        raise Starting(wrong, source=source, value=repr(value))
    return value
