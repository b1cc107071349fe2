"""What the page tells of joining: at which addresses, who came, and why nobody may have.

The process that serves knows all this; here is only the shape in which it is told.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from appliance.network.addresses import Address
from appliance.network.hint import Hint


class Invitation(Protocol):
    """Whether and where others may join. `since` is when that last began, None if they may not."""

    @property
    def shared(self) -> bool: ...

    @property
    def since(self) -> str | None: ...

    @property
    def moved_from(self) -> int | None:
        """The port that addresses given away before have, if another program had it this time."""

    def addresses(self) -> Sequence[Address]:
        """Best first, never empty."""

    def hints(self) -> Sequence[Hint]:
        """What can be in the way on this machine."""

    def connected(self) -> Collection[str]:
        """The addresses that are connected now, this machine's among them."""

    def share(self, shared: bool) -> None:
        """Let others join from now on, or nobody. Raises Problem, and then all is as before."""
