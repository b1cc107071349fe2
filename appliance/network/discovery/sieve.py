"""What is said by mDNS is heard here first, and goes on to zeroconf only if we want it to.

zeroconf trusts more than we may: a name with bytes that are no text becomes longer than it can
write, and the question that repeats it ends the schedule of all questions; whatever anybody says is
remembered beside what others said. So it is given what it needs to answer, and nothing it believes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Final

from zeroconf import DNSIncoming

from appliance.network.discovery.budget import Budget

LARGEST: Final = 9_000
"""Bytes of a packet (RFC 6762, 17); a longer one is not looked at."""

_MAPPED: Final = "::ffff:"

_log: Final = logging.getLogger(__name__)

Heard = Callable[[DNSIncoming, str], bool]
"""Called with a valid packet and its sender's address; whether zeroconf is to see it, too."""


class Sieve(asyncio.DatagramProtocol):
    """Stands before `behind`, zeroconf's own protocol of one socket. No packet ends it."""

    def __init__(self, behind: asyncio.DatagramProtocol, heard: Heard, budget: Budget) -> None:
        self._behind = behind
        self._heard = heard
        self._budget = budget

    def datagram_received(self, data: bytes, addr: Any) -> None:
        try:
            if len(data) <= LARGEST and self._budget.allows(sender := _sender(addr), _now()):
                packet = DNSIncoming(data)
                if packet.valid and self._heard(packet, sender):
                    self._behind.datagram_received(data, addr)
        except Exception as error:
            # A stranger's packet; to say more than this would let it write into the log.
            _log.debug("A packet was not understood: %s", type(error).__name__)

    def error_received(self, exc: Exception) -> None:
        """A network that went away; whoever looks at the cards will see it."""

    def connection_lost(self, exc: Exception | None) -> None:
        self._behind.connection_lost(exc)


def _sender(addr: Any) -> str:
    address = str(addr[0]).removeprefix(_MAPPED)
    scope = addr[3] if len(addr) > len(("address", "port", "flow")) else 0
    return f"{address}%{scope}" if scope and "%" not in address else address


def _now() -> float:
    return asyncio.get_running_loop().time()
