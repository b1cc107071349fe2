"""What the window was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from appliance.window.neighbours import Find


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was asked for: `server` says the command that serves the chat in `folder`, with an
    exit code of `hopeless` for what will not go away by trying again, `rescue` the one that opens
    it in the browser. `port` is where it listens unless somebody else does. No `find`, no looking.
    """

    folder: Path
    name: str
    port: int
    server: Callable[[], Sequence[str]]
    rescue: Callable[[], Sequence[str]]
    hopeless: frozenset[int]
    choose: bool = False
    hidden: bool = False
    find: Find | None = None
