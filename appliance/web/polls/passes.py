"""What polls are held by: that a member may read something, until that is revoked.

Nothing is kept for each member: with 5,000 of them an object each, to be found by who they are,
takes a third more memory for a client. A poll knows its member and the term in which it was
admitted; revoking ends the term, and each poll looks once whether it was meant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from appliance.feed.scope import Scope

if TYPE_CHECKING:
    from appliance.web.server.parkable import Parked

Meant = Callable[[str | None], bool]
"""Whether what was decided for a member (None: all who have no cookie) holds no longer."""


class Term:
    """A time in which nothing was revoked. It goes with the last poll that was admitted in it."""

    __slots__ = ("meant", "next")

    def __init__(self) -> None:
        self.meant: Meant | None = None
        self.next: Term | None = None

    def end(self, meant: Meant) -> Term:
        """The next one begins, and those who are `meant` have to be admitted anew."""
        self.meant = meant
        self.next = Term()
        return self.next

    def passed_by(self, member: str | None) -> Term | None:
        """The term that it is now, if all that was revoked since this one was others'."""
        term = self
        while term.next is not None:
            if term.meant is None or term.meant(member):
                return None
            term = term.next
        return term


class Pass:
    """That `member` may read what `scope` holds. It is the ticket of a poll of which no further
    request is known again.
    """

    __slots__ = ("member", "scope", "term")

    def __init__(self, member: str | None, scope: Scope, term: Term) -> None:
        self.member: Final = member
        self.scope: Final = scope
        self.term: Final = term

    @property
    def revoked(self) -> bool:
        return self.term.passed_by(self.member) is None

    def again(self, connection: Parked, data: bytes) -> bool:
        return False


class Passes:
    """Gives them out, and revokes them."""

    def __init__(self) -> None:
        self._term = Term()

    def of(self, member: str | None, scope: Scope) -> Pass:
        """The pass of a member who may read what `scope` holds, which is looked up just now."""
        return Pass(member, scope, self._term)

    def revoke(self, meant: Meant) -> None:
        """What was decided for those who are `meant` holds no longer: it is asked for anew."""
        self._term = self._term.end(meant)
