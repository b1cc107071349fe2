"""What polls are held by: that a member may read something, until that is revoked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from weakref import WeakValueDictionary

from appliance.feed.scope import Scope


class Pass:
    """That `member` (None: all who have no cookie) may read what `scope` holds."""

    __slots__ = ("__weakref__", "member", "revoked", "scope")

    def __init__(self, member: str | None, scope: Scope) -> None:
        self.member: Final = member
        self.scope: Final = scope
        self.revoked = False


class Passes:
    """One for each member who holds a poll or has a connection from which the next may come; it
    goes with the last of them.
    """

    def __init__(self) -> None:
        self._held: WeakValueDictionary[str | None, Pass] = WeakValueDictionary()

    def of(self, member: str | None, scope: Scope) -> Pass:
        """The pass of a member who may read what `scope` holds, which is looked up just now."""
        held = self._held.get(member)
        if held is None or held.scope != scope:
            self.revoke(member)
            held = self._held[member] = Pass(member, scope)
        return held

    def people(self) -> list[str]:
        """The members among them."""
        return [member for member in self._held if member is not None]

    def stale(self, scope_of: Callable[[str | None], Scope]) -> list[str | None]:
        """Those who may read something else by now than their passes say."""
        held = list(self._held.items())
        return [member for member, each in held if scope_of(member) != each.scope]

    def revoke(self, member: str | None) -> None:
        """What was decided for the member holds no longer: it is asked for anew."""
        held = self._held.pop(member, None)
        if held is not None:
            held.revoked = True
