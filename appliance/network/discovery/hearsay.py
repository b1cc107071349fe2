"""Everybody who tells of chats, and what each of them said: a bounded number of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from zeroconf import DNSRecord

from appliance.network.discovery.teller import Said, Teller

MOST: Final = 128
"""Devices that are listened to, 12 MB at most. One more takes the place of the first of them that
has no chat which answers; where all have one, it is not heard."""


class Hearsay:
    """No I/O. `worthy` says whether a device keeps its place; `dropped` hears who lost it."""

    def __init__(self, worthy: Callable[[str], bool], dropped: Callable[[str], None]) -> None:
        self._tellers: dict[str, Teller] = {}
        self._worthy = worthy
        self._dropped = dropped

    def hear(self, sender: str, records: Iterable[DNSRecord]) -> set[str]:
        """Take up what `sender` says; gives the keys of the chats that it speaks of."""
        teller = self._tellers.get(sender)
        heard = teller or Teller()
        spoken = heard.hear(records)
        if teller is None and spoken and self._has_room():
            self._tellers[sender] = heard
        return spoken if sender in self._tellers else set()

    def has(self, sender: str, key: str) -> bool:
        return sender in self._tellers and self._tellers[sender].has(key)

    def said(self, sender: str, key: str) -> Said | None:
        return self._tellers[sender].said(key) if sender in self._tellers else None

    def _has_room(self) -> bool:
        if len(self._tellers) < MOST:
            return True
        victim = next((one for one in self._tellers if not self._worthy(one)), None)
        if victim is None:
            return False
        del self._tellers[victim]
        self._dropped(victim)
        return True
