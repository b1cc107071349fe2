"""Which keys are the window's."""

from __future__ import annotations

import pytest

from appliance.window.command import Command, Key, command


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        (Key("+", control=True), Command.LARGER),
        (Key("+", control=True, shift=True), Command.LARGER),
        (Key("=", control=True), Command.LARGER),
        (Key("-", control=True), Command.SMALLER),
        (Key("0", control=True), Command.ACTUAL_SIZE),
        (Key("f", control=True), Command.FIND),
        (Key("g", control=True, shift=True), Command.FIND_PREVIOUS),
        (Key("F3", control=False), Command.FIND_NEXT),
        (Key("F3", control=False, shift=True), Command.FIND_PREVIOUS),
        (Key("p", control=True), Command.PRINT),
        (Key("p", control=False), None),
        (Key("p", control=True, shift=True), None),
        (Key("F3", control=True), None),
        (Key("c", control=True), None),
    ],
)
def test_a_key(key: Key, wanted: Command | None) -> None:
    assert command(key) is wanted
