"""The network cards and addresses of this machine, as far as discovery needs them."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from appliance.network.discovery.nearness import Net
from appliance.network.interfaces import NETWORK, Interface
from appliance.network.system import read_interfaces

LOOK_SECONDS: Final = 5.0
"""Between two looks at this machine's network cards, and at its name."""

MOST: Final = 32
"""Addresses of one card that are announced; more would not fit into one packet. The others are
left out."""

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Wanted = Callable[[IP], bool]


class Card(NamedTuple):
    """A network card with the addresses that others on its network may try. Two that compare
    equal are the same card, which was not away in between.
    """

    name: str
    number: int
    mark: str
    addresses: tuple[str, ...]

    def of_version(self, version: int) -> list[str]:
        """Its addresses of IPv4, or of IPv6."""
        return [each for each in self.addresses if ipaddress.ip_address(each).version == version]


def everything() -> frozenset[str]:
    """Every address of this machine, loopback and bridges included."""
    # Only now: the server needs it after it has started, if at all.
    import ifaddr

    return frozenset(_plain(ip.ip) for adapter in ifaddr.get_adapters() for ip in adapter.ips)


def networks_of(card: Card) -> list[Net]:
    """Those that its addresses are in. Raises OSError."""
    import ifaddr

    return [
        ipaddress.ip_network(f"{_plain(ip.ip)}/{ip.network_prefix}", strict=False)
        for adapter in ifaddr.get_adapters()
        if card.name in (adapter.nice_name, adapter.nice_name.partition(":")[0])
        for ip in adapter.ips
    ]


def outward(listening: str) -> list[Card]:
    """The cards on whose networks others may try, where the server listens on `listening` ("" for
    all of them). A bridge to containers or a VPN is left out where there is a network: others
    would take its address for one of theirs. Raises OSError.
    """
    wanted = ipaddress.ip_address(listening) if listening else None
    if wanted is not None and wanted.is_loopback:
        return []
    interfaces = read_interfaces()
    if wanted is None or wanted.is_unspecified:
        version = 4 if wanted is not None and wanted.version == 4 else None
        networks = [each for each in interfaces if each.kind == NETWORK] or interfaces
        return _cards(networks, lambda ip: version in (None, ip.version))
    return _cards(interfaces, lambda ip: ip == wanted)


def around() -> list[Card]:
    """The cards on whose networks chats are looked for. Raises OSError."""
    return _cards(read_interfaces(), lambda _: True)


def _cards(interfaces: Iterable[Interface], wanted: Wanted) -> list[Card]:
    found = (
        Card(each.name, each.index, each.mark, _addresses(each.addresses, wanted))
        for each in interfaces
    )
    return sorted(card for card in found if card.addresses)


def _addresses(written: Sequence[str], wanted: Wanted) -> tuple[str, ...]:
    usable = {ip for ip in map(ipaddress.ip_address, written) if _usable(ip) and wanted(ip)}
    ordered = sorted(usable, key=lambda ip: (ip.version, int(ip)))
    return tuple(str(ip) for ip in ordered)[:MOST]


def _usable(ip: IP) -> bool:
    """Of IPv6 only those that mean the same on every link, and not before the card has found out
    that nobody else has them (RFC 4862, 5.4): until then no socket can be bound to them.
    """
    if ip.is_loopback or ip.is_multicast or ip.is_unspecified:
        return False
    return ip.version == 4 or not (ip.is_link_local or _is_tentative(ip))


def _is_tentative(ip: IP) -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as trial:
            trial.bind((str(ip), 0))
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            return True
        raise  # out of files, perhaps: that says nothing of the address
    return False


def _plain(address: str | tuple[str, int, int]) -> str:
    return (address if isinstance(address, str) else address[0]).partition("%")[0]
