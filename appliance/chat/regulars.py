"""Who is here already when the door is closed: they stay inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from appliance.chat.names import PROGRAM
from appliance.chat.standing.door import Past
from appliance.chat.standing.registry import Registry
from appliance.feed.contract import SLICE_ENTRIES, Feed
from appliance.feed.entry import Draft
from appliance.feed.facts import Fact
from appliance.feed.scope import EVERYTHING

MOST_KEPT: Final = 10_000
"""People who are kept inside when the door is closed: 6 MB of facts. Those beyond it come in as
newcomers do."""

LOOKED_AT: Final = 20_000
"""Entries that are looked through for people who are here already."""

AT_ONCE: Final = 250
"""People who are kept in one commit, some 5 ms of the loop's time, as is a slice of entries. More
are in several before the door is closed: while it is open it is no matter who is past it."""


class Regulars:
    """Finds them little by little: others go on meanwhile, however many there are."""

    def __init__(
        self,
        feed: Feed,
        registry: Registry,
        present: Callable[[], Iterable[str]],
        pause: Callable[[], object] = lambda: None,
    ) -> None:
        """`present` are the public ids of those who are connected just now; `pause` lets others go
        on.
        """
        self._feed = feed
        self._registry = registry
        self._present = present
        self._pause = pause

    def keep(self) -> list[Fact]:
        """All but the last of them are past the door after it; with these facts those are, too, who
        came just now. Who was let in before is past it anyway.
        """
        people: dict[str, None] = {}
        cursor, left = max(0, self._feed.last - LOOKED_AT), MOST_KEPT
        while True:
            heard, cursor = self._heard(cursor)
            # Those who are here first, then who said something last.
            people = dict.fromkeys([*self._present(), *reversed(heard), *people])
            known = self._registry.people_past()
            new = [member for member in people if member and member not in known][:left]
            facts = [Past().fact(member) for member in new[:AT_ONCE]]
            if len(new) <= AT_ONCE:
                return facts
            self._feed.append(Draft(PROGRAM, "door", "", "", {"what": "kept"}, facts=tuple(facts)))
            left -= AT_ONCE

    def _heard(self, cursor: int) -> tuple[dict[str, None], int]:
        """Who said something after `cursor`, and how far that goes. There is no pause behind the
        last slice: who speaks in it would be missed.
        """
        heard: dict[str, None] = {}
        while cursor < self._feed.last:
            if heard:
                self._pause()
            part = self._feed.since(cursor, EVERYTHING, SLICE_ENTRIES)
            # Who did something at the door may have been before it.
            said = [entry.record for entry in part.entries if entry.kind != "door"]
            heard |= dict.fromkeys(entry["member"] for entry in said)
            if part.cursor <= cursor:
                break
            cursor = part.cursor
        return heard, cursor
