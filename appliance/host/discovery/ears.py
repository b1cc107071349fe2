"""Hears what is said by mDNS about names we claim, questions included: zeroconf keeps those."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterable
from typing import Any, Final

from zeroconf import DNSIncoming, DNSRecord

GROUP: Final = "224.0.0.251"
PORT: Final = 5353

LARGEST: Final = 9_000
"""Bytes of a packet (RFC 6762, 17); a longer one is not looked at."""

Heard = Callable[[list[DNSRecord], bool], None]
"""Called with a packet's records, and whether it is a question (a probe, then)."""


class Ears(asyncio.DatagramProtocol):
    """Listens beside zeroconf: multicast packets reach every socket on the port."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard

    def datagram_received(self, data: bytes, addr: Any) -> None:
        if len(data) > LARGEST:
            return
        packet = DNSIncoming(data)
        if not packet.valid or (packet.is_query() and not packet.num_authorities):
            return
        # Of a question only the last part counts; known answers come before it.
        if not (packet.is_query() and packet.num_answers):
            self._heard(packet.answers(), packet.is_query())


async def listen(addresses: Iterable[str], heard: Heard) -> asyncio.DatagramTransport:
    """Listen on the networks of these IPv4 addresses. Raises OSError."""
    ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "SO_REUSEPORT"):
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        ear.bind(("", PORT))
        for address in addresses:
            group = socket.inet_aton(GROUP) + socket.inet_aton(address)
            # Joined already by another address of the card, or the card knows no multicast.
            with contextlib.suppress(OSError):
                ear.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)
        ear.setblocking(False)
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: Ears(heard), sock=ear)
    except BaseException:
        ear.close()
        raise
    return transport
