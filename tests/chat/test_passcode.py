"""Passcodes: what may be one, and what is kept of it."""

from __future__ import annotations

import pytest

from appliance import checks
from appliance.chat.passcode import LONGEST, SHORTEST, fits, keep, read
from appliance.errors import BadInput


def test_a_passcode_fits_however_a_device_writes_it_and_nothing_else_does() -> None:
    kept = keep(read(" Caf\u00e9 12 "))
    for typed in ("Caf\u00e9 12", "Cafe\u0301 12", "  \uff23af\u00e9 12\n"):
        assert fits(typed, kept)
    for typed in ("", "caf\u00e9 12", "Caf\u00e9 123", "\ud800" * 8, "x" * 1_000_000):
        assert not fits(typed, kept)


def test_what_is_kept_is_another_each_time_and_does_not_hold_it() -> None:
    first, second = keep("swordfish"), keep("swordfish")
    assert first.salt != second.salt
    assert first.digest != second.digest
    assert "swordfish" not in str(first)


@pytest.mark.parametrize("value", [None, 7, "", "12345", " 12345 ", "x" * 65, "1234\x00567"])
def test_what_is_too_short_or_no_text_is_no_passcode(value: object) -> None:
    with pytest.raises(BadInput):
        read(value)


def test_the_settings_take_what_the_door_takes() -> None:
    for length in (SHORTEST - 1, SHORTEST, LONGEST, LONGEST + 1):
        good = SHORTEST <= length <= LONGEST
        assert (checks.passcode("x" * length) == "") == good
