"""The network of this machine just now, read from the system: the edge of `interfaces`."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import socket
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import monotonic
from typing import Final

from appliance.network.interfaces import Interface, Traits, is_wireless, kind_of

FRESH_SECONDS: Final = 3.0
"""What was read is used again for so long: addresses are asked for with every request."""

_SYSTEM: Final = Path("/sys/class/net")
_CONTAINERS: Final = (Path("/.dockerenv"), Path("/run/.containerenv"))

_TUNNELS: Final = frozenset({"512", "768", "769", "776", "778", "65534"})
"""Linux's link types of PPP, IP in IP, SIT, GRE, and of links that carry nothing but IP."""

_PROBES: Final = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses reserved for documentation. A UDP socket that is "connected" to one sends nothing;
the kernel only says which of our addresses it would send from."""


class Network:
    """The interfaces that have addresses, never staler than FRESH_SECONDS."""

    def __init__(
        self,
        read: Callable[[], Sequence[Interface]] | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._read = read or read_interfaces
        self._clock = clock
        self._at = float("-inf")
        self._interfaces: Sequence[Interface] = ()
        self._own: frozenset[str] = frozenset()

    def interfaces(self) -> Sequence[Interface]:
        now = self._clock()
        if now - self._at >= FRESH_SECONDS:
            self._at = now
            # The old ones stand where the system cannot say: that is better than none.
            with contextlib.suppress(OSError):
                self._interfaces = self._read()
                self._own = frozenset(one for each in self._interfaces for one in each.addresses)
        return self._interfaces

    def holds(self, address: str) -> bool:
        """Whether `address` is this very machine's."""
        self.interfaces()
        return address in self._own or ipaddress.ip_address(address).is_loopback


def is_contained() -> bool:
    """Whether this process runs in a container that says so."""
    return any(path.exists() for path in _CONTAINERS)


def read_interfaces(folder: Path = _SYSTEM) -> list[Interface]:
    """Those that have an address, as the system lists them. Raises OSError."""
    import ifaddr

    contained = is_contained()
    outward = set(_outward())
    found = []
    for adapter in ifaddr.get_adapters():
        addresses = tuple(_plain(each.ip) for each in adapter.ips)
        traits = read_traits(adapter.nice_name, folder)
        kind = kind_of(traits, contained=contained)
        default = not outward.isdisjoint(addresses)
        index, mark = adapter.index or 0, read_mark(traits.name, folder)
        found.append(
            Interface(traits.name, kind, is_wireless(traits), addresses, default, index, mark)
        )
    return found


def read_mark(name: str, folder: Path = _SYSTEM) -> str:
    """Of Linux: which card this is of all that had its name, and how often it had a network and
    lost it. Empty elsewhere; there the index and the addresses have to tell. Raises OSError when
    the process is out of files: the card has not changed by that.
    """
    place = folder / name.partition(":")[0]
    try:
        return f"{place.stat().st_ino}.{(place / 'carrier_changes').read_text('ascii').strip()}"
    except OSError as error:
        if error.errno in (errno.EMFILE, errno.ENFILE):
            raise
        return ""  # it went while we looked, or this kernel does not count


def read_traits(name: str, folder: Path) -> Traits:
    """What Linux says of the interface `name`; elsewhere there is only its name."""
    if sys.platform == "win32":
        return Traits(name, windows=True)
    place = folder / name.partition(":")[0]
    if not place.is_dir():
        return Traits(name)
    return Traits(
        place.name,
        device=(place / "device").exists(),
        wireless=(place / "wireless").exists() or (place / "phy80211").exists(),
        tunnel=(place / "tun_flags").exists() or _text(place / "type") in _TUNNELS,
        bridge=(place / "bridge").is_dir(),
        type=_device_type(place),
        ports=tuple(read_traits(port.name, folder) for port in (place / "brif").glob("*")),
    )


def _device_type(place: Path) -> str:
    pairs = (line.partition("=") for line in _text(place / "uevent").splitlines())
    return next((value for name, _, value in pairs if name == "DEVTYPE"), "")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except OSError:
        return ""  # it went while we looked, or this kernel has no such file


def _plain(ip: str | tuple[str, int, int]) -> str:
    return ip if isinstance(ip, str) else ip[0].partition("%")[0]


def _outward() -> Iterable[str]:
    for family, probe in _PROBES:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as asker:
                asker.connect((probe, 9))
                yield asker.getsockname()[0].partition("%")[0]
        except OSError:
            continue  # no route of this family
