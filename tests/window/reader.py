"""What a screen reader is told of the windows on this screen, as JSON; for the tests.

Needs GTK's Python and, of Debian, gir1.2-atspi-2.0 and at-spi2-core.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402  its version is said first

DEEPEST: Final = 40
"""Parts within parts; what lies deeper is no window of ours."""


def parts(node: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """What is to be seen of it: role, name, and whether it has the keyboard."""
    if node is None or depth > DEEPEST:
        return
    states = node.get_state_set()
    if states.contains(Atspi.StateType.SHOWING) or depth < 2:
        focused = states.contains(Atspi.StateType.FOCUSED)
        yield {"role": node.get_role_name(), "name": node.get_name(), "focused": focused}
    for number in range(node.get_child_count()):
        yield from parts(node.get_child_at_index(number), depth + 1)


try:
    told = list(parts(Atspi.get_desktop(0)))
except GLib.Error:
    told = []  # it changed while it was read
print(json.dumps(told))
