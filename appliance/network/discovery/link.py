"""mDNS on one network card, by one version of IP: zeroconf's sockets, with a sieve before them.

One for each card: a socket can be a member on so many cards only (20 of Linux,
igmp_max_memberships), and a name answers each network with the addresses of that network
(RFC 6762, 6.2).
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import sys
from collections.abc import Awaitable, Callable
from typing import Final, Self, cast

from zeroconf import DNSIncoming, DNSOutgoing, IPVersion
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from appliance.network.discovery.budget import Budget
from appliance.network.discovery.nearness import is_near
from appliance.network.discovery.networks import Card, networks_of
from appliance.network.discovery.sieve import Sieve

MOST_CARDS: Final = 64
"""Cards that there are links on, of five open files and more each; the others are left out."""

_IP_MULTICAST_ALL: Final = 49
_IPV6_MULTICAST_ALL: Final = 29
"""Linux's options that Python has no names for. On, which is the default, a socket gets what came
in by any card on which anybody on this machine is a member."""

Heard = Callable[["Link", DNSIncoming, str], bool]
"""Called with where a packet was heard, the packet, and its sender's address; whether zeroconf is
to see it, too."""


class Link:
    """From `opened` to `close`; all of it in one asyncio loop."""

    def __init__(self, card: Card, version: int, zeroconf: AsyncZeroconf) -> None:
        self.card = card
        self.version = version
        self._zeroconf = zeroconf
        self._networks = networks_of(card)

    @classmethod
    async def opened(cls, card: Card, version: int, heard: Heard) -> Self:
        """The link of `card`; `heard` gets what is said there. Raises OSError where mDNS cannot
        be used on it.
        """
        wanted = IPVersion.V4Only if version == 4 else IPVersion.V6Only
        zeroconf = AsyncZeroconf(interfaces=[*card.of_version(version)], ip_version=wanted)
        link = cls(card, version, zeroconf)
        try:
            await zeroconf.zeroconf.async_wait_for_start()
            link._sift(heard)
        except BaseException:
            await link.close()
            raise
        return link

    def _sift(self, heard: Heard) -> None:
        engine = self._zeroconf.zeroconf.engine
        if not engine.senders:
            raise OSError(errno.EADDRNOTAVAIL, "the network card takes no multicast")
        budget = Budget()

        def heard_near(packet: DNSIncoming, sender: str) -> bool:
            return is_near(sender, self._networks) and heard(self, packet, sender)

        for reader in engine.readers:
            _only_own_card(reader.sock)
            behind = cast(asyncio.DatagramProtocol, reader.transport.get_protocol())
            reader.transport.set_protocol(Sieve(behind, heard_near, budget))

    def send(self, out: DNSOutgoing) -> None:
        """Send to everybody there."""
        self._zeroconf.zeroconf.async_send(out)

    async def register(self, info: AsyncServiceInfo) -> Awaitable[None]:
        """Answer for `info`, and announce it; the repetitions are over when the result is."""
        # Asked for already: that nobody has the names is what the caller found out.
        return await self._zeroconf.async_register_service(info, cooperating_responders=True)

    def defend(self, info: AsyncServiceInfo) -> None:
        """Say all there is of `info`."""
        zeroconf = self._zeroconf.zeroconf
        zeroconf.async_send(zeroconf.generate_service_broadcast(info, None))

    def forget(self) -> DNSOutgoing | None:
        """Answer for nothing any more, not even where an answer waits for its moment: it would come
        after the goodbye, and be believed. Gives the goodbye that is to be sent.
        """
        zeroconf = self._zeroconf.zeroconf
        for waiting in (zeroconf.out_queue, zeroconf.out_delay_queue):
            waiting.queue.clear()
        return zeroconf.generate_unregister_all_services()

    async def close(self) -> None:
        # Without goodbye: whoever wants to say it has done so.
        self.forget()
        await self._zeroconf.async_close()


def versions(card: Card) -> list[int]:
    """The versions of IP that there is a link for on `card`."""
    return [version for version in (4, 6) if card.of_version(version)]


def _only_own_card(reader: socket.socket) -> None:
    """Elsewhere it is so by itself."""
    if sys.platform == "linux":
        six = reader.family == socket.AF_INET6
        option = _IPV6_MULTICAST_ALL if six else _IP_MULTICAST_ALL
        level = socket.IPPROTO_IPV6 if six else socket.IPPROTO_IP
        with contextlib.suppress(OSError):  # Linux before 4.20 knows it for IPv4 only
            reader.setsockopt(level, option, 0)
