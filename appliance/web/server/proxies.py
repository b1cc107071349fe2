"""Who asks, when a proxy asks for somebody: rules without I/O.

A reverse proxy adds the address it was asked from to the end of `X-Forwarded-For`. Whatever
stands left of that was sent by the client, who may have made it up. So the header counts only
on connections from proxies that the settings name, and is read from its end, up to the first
address that is no such proxy.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Iterable, Sequence
from typing import Final

HEADER: Final = b"x-forwarded-for"
SCHEME: Final = b"x-forwarded-proto"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

MARKS: Final = frozenset({HEADER, b"forwarded", b"via", b"x-real-ip"})
"""What proxies add, and no browser or program by itself."""

_log: Final = logging.getLogger(__name__)

MOST: Final = 16
"""Proxies in a row; what a longer chain says is not believed."""


class Proxies:
    """The proxies that are believed."""

    def __init__(self, networks: Iterable[Network]) -> None:
        self._networks: Sequence[Network] = tuple(networks)

    @classmethod
    def parse(cls, text: str) -> Proxies:
        """Those in `text`: addresses and networks, separated by commas. Raises ValueError."""
        names = (name.strip() for name in text.split(","))
        return cls(ipaddress.ip_network(name) for name in names if name)

    def __contains__(self, address: object) -> bool:
        if not self._networks:
            return False
        number = ipaddress.ip_address(str(address))
        return any(number in network for network in self._networks)

    def client(self, peer: str, headers: Iterable[tuple[bytes, bytes]]) -> str:
        """The address of whoever asked `peer`, a proxy that is believed.

        What is no address ends the reading: the proxy before it is then the one who asks.
        """
        values = [value for name, value in headers if name.lower() == HEADER]
        chain = b",".join(values).decode("latin-1").split(",")
        nearest = peer
        for text in reversed(chain[-MOST:]):
            address = _address(text)
            if address is None:
                break
            nearest = address
            if address not in self:
                break
        return nearest

    def secure(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        """Whether the proxy that sent these was itself asked by https."""
        values = [value for name, value in headers if name.lower() == SCHEME]
        return b",".join(values).rpartition(b",")[2].strip().lower() == b"https"


class UnnamedProxy:
    """A proxy on this machine that the settings do not name: said once, by who notices."""

    def __init__(self) -> None:
        self._told = False

    def tell(self, address: str) -> None:
        if not self._told:
            self._told = True
            _log.warning(
                "A proxy at %s asks for others and is not named, so that all of them count as one "
                "client. Name it: --trusted-proxies %s",
                *(address, address),
            )


def is_forwarded(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a proxy handed on the request that has these."""
    return any(name in MARKS for name, _ in headers)


def _address(text: str) -> str | None:
    """The address in one part of the header, where some proxies write a port too."""
    text = text.strip().strip('"').partition("%")[0]  # behind it IPv6 has room for anything
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return str(getattr(address, "ipv4_mapped", None) or address)
