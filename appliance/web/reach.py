"""Which other devices got through to this chat: what shows that an invitation works."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import falcon

MAX_DEVICES: Final = 10_000
"""Addresses remembered; those that come after them are not counted."""


class Reach:
    """Falcon middleware, behind the guard: it sees the requests that are answered.

    A poll that is known by its remembered head does not come this far, and need not: the first
    one on its connection did, or was told by `see`. `foreign` says whether an address is another
    device's.
    """

    def __init__(self, foreign: Callable[[str], bool], now: Callable[[], str]) -> None:
        self.foreign = foreign
        self._now = now
        self._devices: set[str] = set()
        self.last: str | None = None
        """When one of them last asked for something."""

    def process_request(self, req: falcon.Request, resp: falcon.Response) -> None:
        self.see(req.remote_addr)

    def see(self, address: str) -> None:
        """Somebody at `address` asked for something."""
        if address in self._devices:
            self.last = self._now()
        elif self.foreign(address) and len(self._devices) < MAX_DEVICES:
            self._devices.add(address)
            self.last = self._now()

    @property
    def devices(self) -> int:
        return len(self._devices)

    def among(self, connected: Iterable[str]) -> int:
        """How many of the `connected` addresses are theirs."""
        return len(self._devices.intersection(connected))

    def forget(self) -> None:
        """Count anew."""
        self._devices.clear()
        self.last = None
