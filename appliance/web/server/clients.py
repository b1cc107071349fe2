"""Limits for each address: connections at the same time and requests a second."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Container
from dataclasses import dataclass
from time import monotonic
from typing import Final

MAX_KNOWN: Final = 10_000
"""Addresses remembered; beyond it the one unseen for longest, with no connection and nothing held
for it, goes."""

BURST_SECONDS: Final = 5
"""A quiet client may spend this many seconds' worth of requests at once: opening the page."""

NETWORK_SHARE: Final = 10
"""What all addresses of one IPv6 network (a /64) may have together, as a multiple of what one may.

A device chooses among 2⁶⁴ addresses there, so that counting single ones limits nothing; but all
devices of a LAN are in the same /64, so that counting the network as one would limit all of them
to one device's share."""


@dataclass(frozen=True, slots=True)
class ClientLimits:
    """What one address may have: connections at the same time, requests each second."""

    connections: int
    requests: int

    def times(self, factor: int) -> ClientLimits:
        return ClientLimits(self.connections * factor, self.requests * factor)


class Client:
    """One address: its open connections, its token bucket, and the bytes that are held for it.

    A `proxy` is believed when it says whom it asks for. `network` is the Client of all addresses
    around this one, whose limits hold too.
    """

    __slots__ = (
        *("_limits", "_network", "_tokens", "_updated"),
        *("address", "connections", "exempt", "held", "proxy"),
    )

    def __init__(
        self,
        limits: ClientLimits,
        address: str,
        *,
        proxy: bool = False,
        exempt: bool = False,
        network: Client | None = None,
    ) -> None:
        self.address = address
        self.connections = 0
        self.held = 0
        self.proxy = proxy
        self.exempt = exempt
        self._limits = limits
        self._network = network
        self._tokens = float(limits.requests * BURST_SECONDS)
        self._updated = monotonic()

    def may_connect(self) -> bool:
        if self.exempt:
            return True
        around = self._network is None or self._network.may_connect()
        return around and self.connections < self._limits.connections

    def connect(self) -> None:
        """A connection of this client begins."""
        self.connections += 1
        if self._network is not None:
            self._network.connections += 1

    def leave(self) -> None:
        """A connection of this client has ended."""
        self.connections -= 1
        if self._network is not None:
            self._network.connections -= 1

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
        return self._network is None or self._network.may_ask()


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
            client = self._add(address, self._made(address))
        self._known.move_to_end(address)
        return client

    def behind(self, proxy: Client) -> Client:
        """All for whom a proxy asks that is on this machine and not believed: who they are is not
        known, and they are not this machine's own user.
        """
        name = f"behind {proxy.address}"
        return self._known.get(name) or self._add(name, Client(self._limits, proxy.address))

    def _made(self, address: str) -> Client:
        proxy = address in self._proxies
        number = ipaddress.ip_address(address)
        exempt = proxy or number.is_loopback
        if exempt or number.version == 4:
            return Client(self._limits, address, proxy=proxy, exempt=exempt)
        name = network_of(number)
        network = self._known.get(name) or self._add(
            name, Client(self._limits.times(NETWORK_SHARE), name)
        )
        self._known.move_to_end(name)
        return Client(self._limits, address, network=network)

    def _add(self, name: str, client: Client) -> Client:
        self._known[name] = client
        if len(self._known) > MAX_KNOWN:
            idle = (
                known
                for known, one in self._known.items()
                if not (one.connections or one.held or one is client)
            )
            oldest = next(idle, None)
            if oldest is not None:
                del self._known[oldest]
        return client


def network_of(address: ipaddress.IPv6Address) -> str:
    """The network in which a device chooses its addresses as it likes (see NETWORK_SHARE)."""
    return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))


def plain_address(address: str) -> str:
    """`address` without the IPv6 wrapping that a dual-stack socket gives to IPv4."""
    address = address.partition("%")[0]
    return address.removeprefix("::ffff:") if "." in address else address
