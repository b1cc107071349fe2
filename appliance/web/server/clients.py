"""Limits for each address: connections at the same time and requests a second."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Container
from dataclasses import dataclass
from time import monotonic
from typing import Final

MAX_KNOWN: Final = 10_000
"""Addresses remembered; beyond it the one unseen for longest, with no connection, goes."""

BURST_SECONDS: Final = 5
"""A quiet client may spend this many seconds' worth of requests at once: opening the page."""


@dataclass(frozen=True, slots=True)
class ClientLimits:
    """What one address may have: connections at the same time, requests each second."""

    connections: int = 200
    requests: int = 100


class Client:
    """One address: its open connections and its token bucket.

    A `proxy` is believed when it says whom it asks for.
    """

    __slots__ = ("_limits", "_tokens", "_updated", "address", "connections", "exempt", "proxy")

    def __init__(self, address: str, limits: ClientLimits, *, proxy: bool = False) -> None:
        self.address = address
        self.connections = 0
        self.proxy = proxy
        self.exempt = proxy or ipaddress.ip_address(address).is_loopback
        self._limits = limits
        self._tokens = float(limits.requests * BURST_SECONDS)
        self._updated = monotonic()

    def may_connect(self) -> bool:
        return self.exempt or self.connections < self._limits.connections

    def may_ask(self) -> bool:
        """Take one request from the bucket, if there is one."""
        if self.exempt:
            return True
        now = monotonic()
        rate = self._limits.requests
        grown = self._tokens + (now - self._updated) * rate
        self._tokens = min(grown, float(rate * BURST_SECONDS))
        self._updated = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Clients:
    """Every address seen lately. Exempt are loopback, this machine's own user, and proxies: the
    limits are for those whom they ask for.
    """

    def __init__(self, limits: ClientLimits, proxies: Container[str] = ()) -> None:
        self._limits = limits
        self._proxies = proxies
        self._known: OrderedDict[str, Client] = OrderedDict()

    def at(self, address: str) -> Client:
        client = self._known.get(address)
        if client is None:
            client = Client(address, self._limits, proxy=address in self._proxies)
            self._known[address] = client
            self._trim()
        self._known.move_to_end(address)
        return client

    def _trim(self) -> None:
        if len(self._known) > MAX_KNOWN:
            idle = (known for known, client in self._known.items() if not client.connections)
            oldest = next(idle, None)
            if oldest is not None:
                del self._known[oldest]


def plain_address(address: str) -> str:
    """`address` without the IPv6 wrapping that a dual-stack socket gives to IPv4."""
    address = address.partition("%")[0]
    return address.removeprefix("::ffff:") if "." in address else address
