"""Those who are told what is so only now as well.

They wait in groups of their own; who asks with a plain cursor meets none of this. What is told to
them differs by what each was told before, so that is kept with each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Protocol, cast

from appliance.feed.contract import Slice
from appliance.feed.scope import Scope
from appliance.web.polls.form import Form, News, NowForm
from appliance.web.polls.group import Group, Lot, Place
from appliance.web.polls.insiders import Insider, Insiders
from appliance.web.polls.now import Now

if TYPE_CHECKING:
    from appliance.web.server.parkable import Parked


class WitnessLot(Lot, Protocol):
    """What their groups need of it besides."""

    insiders: Insiders
    now: Now

    def recent(self, cursor: int, scope: Scope, form: Form) -> Slice | None:
        """As `Feed.recent`, with entries that are told in this form, if there are any."""

    def heed(self) -> None:
        """Somebody begins to wait for what is now."""


class Witness(Insider):
    """Where one connection waits; `version` is how far it was told."""

    __slots__ = ("member", "version")
    version: int
    member: str | None

    def was_told(self, version: int, member: str | None) -> None:
        """`member`, who waits here, says so."""
        self.version = self._now.known(version)
        self.member = member

    @property
    def keys(self) -> Collection[str]:
        """Its member's devices are found by who that is."""
        return self.scope.own if self.member is None else {*self.scope.own, self.member}

    @property
    def is_called(self) -> bool:
        """Whether it is not to wait any longer."""
        return self._now.calls(self.version, self.scope, self.member)

    def news(self) -> News:
        """What it was not told yet."""
        return self._now.told(self.version, self.scope, self.member)

    @property
    def _now(self) -> Now:
        return cast("WitnessGroup", self.group).lot.now


class WitnessGroup(Group):
    """Each of them waits as a `Witness`."""

    __slots__ = ()
    lot: WitnessLot

    def place(self, scope: Scope) -> Place:
        witness = Witness(self, scope, self.lot.insiders)
        witness.was_told(0, None)
        return witness

    def take(self, connection: Parked, cursor: int, place: Place | None = None) -> bool:
        witness = cast("Witness", place)
        last = self.lot.feed.last
        part = Slice((), last)
        if cursor != last:
            found = self.lot.recent(cursor, witness.scope, self.subscription.form)
            if found is None:
                return False
            part = found
        if part.entries or witness.is_called:
            connection.answer(self._wire(part, witness.news()))
        else:
            self._park(connection, witness)
        return True

    def tell_each(self, part: Slice, connections: Iterable[Parked]) -> None:
        """Answer these of those who wait with `part`, and each with what it was not told yet."""
        same: dict[News, list[Parked]] = {}
        for connection in connections:
            same.setdefault(_news(connection), []).append(connection)
        for told, some in same.items():
            self.tell_some(some, self._wire(part, told))

    def tell_called(self, waiting: Iterable[Parked]) -> None:
        """Answer those of these who are not to wait any longer."""
        called = [one for one in waiting if cast("Witness", one.place).is_called]
        self.tell_each(Slice((), self.lot.feed.last), called)

    def _park(self, connection: Parked, place: Place) -> None:
        if self.subscription.wait:
            super()._park(connection, place)
            self.lot.heed()
        else:
            part = Slice((), self.lot.feed.last)
            connection.answer(self._wire(part, cast("Witness", place).news()))

    def _expired(self, connection: Parked) -> None:
        told = [connection]
        self.attempt(lambda: self.tell_each(Slice((), self.lot.feed.last), told), told)

    def _wire(self, part: Slice, told: News) -> bytes:
        form = cast("NowForm", self.subscription.form)
        return self._finish(*form.answer_with(part, told))


def _news(connection: Parked) -> News:
    return cast("Witness", connection.place).news()
