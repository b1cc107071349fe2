"""At which addresses other people's devices reach this machine, best first."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from appliance.errors import sentence
from appliance.network.interfaces import CONTAINER, NETWORK, OTHER, VPN, Interface


class Address(NamedTuple):
    """`kind` is public, network, name, vpn, container, other, or here (this computer only); `name`
    that of its label's words, and `interface` is named by them.
    """

    url: str
    kind: str
    name: str
    interface: str = ""

    @property
    def label(self) -> str:
        return sentence(self.name, self._values)

    @property
    def _values(self) -> dict[str, str]:
        return {"interface": self.interface} if self.interface else {}

    def told(self) -> dict[str, Any]:
        """As JSON tells it."""
        words = {"label": self.label, "code": self.name, "values": self._values}
        return {"url": self.url, "kind": self.kind, **words}


HERE: Final = "here"
"""The kind of an address that leads to this computer from itself only."""

PUBLIC: Final = "public"
"""The kind of the address that the settings name."""

_ORDER: Final = (NETWORK, VPN, CONTAINER, OTHER)

_LABELS: Final = {
    NETWORK: ("label-wired", "label-wired-ipv6"),
    VPN: ("label-vpn", "label-vpn-ipv6"),
    CONTAINER: ("label-container", "label-container-ipv6"),
    OTHER: ("label-other", "label-other-ipv6"),
}
_RADIO: Final = ("label-wifi", "label-wifi-ipv6")

MOST: Final = 32
"""Addresses told; a machine with more has the best of them in the list."""


def machine_names() -> set[str]:
    """The names under which this machine may be asked: its host name, with and without .local."""
    full = socket.gethostname().lower()
    short = full.partition(".")[0]
    return {full, short, f"{short}.local"}


def addresses(
    host: str, port: int, public_url: str, interfaces: Iterable[Interface], name: str | None
) -> list[Address]:
    """What to type on another device to reach a server on `host`, best first; never empty.

    A `public_url` was chosen because the others lead nowhere. `name` is announced in the network,
    so it is listed behind the first address of a network, without which nobody could ask for it.
    """
    if public_url:
        return [Address(public_url, PUBLIC, "label-public")]
    found = [
        Address(url(address, port), interface.kind, _label(interface, address), interface.name)
        for interface, address in _ranked(interfaces)
        if _listens(host, address)
    ]
    if not _everywhere(host):
        return found[:1] or [Address(url(host, port), _kind_of_one(host), "label-chosen")]
    if name and found and found[0].kind == NETWORK:
        found.insert(1, Address(url(name, port), "name", "label-name"))
    unique: dict[str, Address] = {}
    for address in found:
        unique.setdefault(address.url, address)
    return list(unique.values())[:MOST] or [here(host, port)]


def here(host: str, port: int) -> Address:
    """The address for this computer only."""
    return Address(local_url(host, port), HERE, "label-here")


def url(address: str, port: int) -> str:
    """The URL of the page at this address."""
    return f"http://[{address}]:{port}/" if ":" in address else f"http://{address}:{port}/"


def local_url(host: str, port: int) -> str:
    """The URL at which this very machine reaches the server."""
    if not _everywhere(host):
        return url(host, port)
    return url("::1" if ":" in host else "127.0.0.1", port)


def is_loopback(host: str) -> bool:
    """Whether a server on `host` can be reached from this machine only."""
    return bool(host) and ipaddress.ip_address(host).is_loopback


def _ranked(interfaces: Iterable[Interface]) -> Iterator[tuple[Interface, str]]:
    """Each address with its interface: by kind, the default route's first, IPv4 before IPv6.

    What was assigned by nobody (169.254.…) is told only where there is nothing else. Its like of
    IPv6 is never: no browser takes it.
    """
    ordered = sorted(interfaces, key=lambda each: (_ORDER.index(each.kind), not each.default))
    every = [
        (each, address)
        for each in ordered
        for address in sorted(each.addresses, key=lambda one: ":" in one)
        if not ipaddress.ip_address(address).is_loopback
    ]
    assigned = [pair for pair in every if not ipaddress.ip_address(pair[1]).is_link_local]
    return iter(assigned or [pair for pair in every if ":" not in pair[1]])


def _listens(host: str, address: str) -> bool:
    if not host:
        return True
    if _everywhere(host):
        return (":" in host) == (":" in address)
    return ipaddress.ip_address(host) == ipaddress.ip_address(address)


def _everywhere(host: str) -> bool:
    return not host or ipaddress.ip_address(host).is_unspecified


def _kind_of_one(host: str) -> str:
    return HERE if is_loopback(host) else OTHER


def _label(interface: Interface, address: str) -> str:
    label, ipv6 = _RADIO if interface.wireless else _LABELS[interface.kind]
    return ipv6 if ":" in address else label
