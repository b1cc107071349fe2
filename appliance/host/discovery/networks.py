"""Addresses of this machine, as far as discovery needs them."""

from __future__ import annotations

import ipaddress
from typing import Final

from appliance.host.interfaces import NETWORK
from appliance.host.network import read_interfaces

MOST: Final = 32
"""Addresses that are announced; more would not fit into one packet. The others are left out."""


def everything() -> frozenset[str]:
    """Every address of this machine, loopback and bridges included."""
    # Only now: the server needs it after it has started, if at all.
    import ifaddr

    return frozenset(_plain(ip.ip) for adapter in ifaddr.get_adapters() for ip in adapter.ips)


def outward(listening: str) -> list[str]:
    """The addresses that others may try, where the server listens on `listening` ("" for all).

    Of IPv6 only those that mean the same on every link. A bridge to containers or a VPN is left
    out where there is a network: others would take its address for one of theirs.
    """
    only_ipv4 = listening == "0.0.0.0"  # noqa: S104 - compared, not listened on
    anywhere = not listening or ipaddress.ip_address(listening).is_unspecified
    if not anywhere:
        return [] if ipaddress.ip_address(listening).is_loopback else [listening]
    interfaces = read_interfaces()
    networks = [each for each in interfaces if each.kind == NETWORK] or interfaces
    usable = {
        ip
        for each in networks
        for ip in map(ipaddress.ip_address, each.addresses)
        if _usable(ip) and (not only_ipv4 or ip.version == 4)
    }
    return [str(ip) for ip in sorted(usable, key=lambda ip: (ip.version, int(ip)))][:MOST]


def of_version(addresses: list[str], version: int) -> list[str]:
    """Those of IPv4, or of IPv6."""
    return [address for address in addresses if ipaddress.ip_address(address).version == version]


def _usable(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return not (ip.is_loopback or ip.is_multicast or ip.is_unspecified) and (
        ip.version == 4 or not ip.is_link_local
    )


def _plain(address: str | tuple[str, int, int]) -> str:
    return (address if isinstance(address, str) else address[0]).partition("%")[0]
