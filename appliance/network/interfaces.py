"""What kind of network an interface leads to, by what the system says of it: rules without I/O.

Names alone do not tell: a bridge may be the machine's own way to the network (a host of virtual
machines) or a container's. So Linux's own facts come first, then the names that programs give.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

NETWORK: Final = "network"
VPN: Final = "vpn"
CONTAINER: Final = "container"
OTHER: Final = "other"

_BY_TYPE: Final = {
    "wlan": NETWORK,
    "wwan": NETWORK,
    "bond": NETWORK,
    "team": NETWORK,
    "vlan": NETWORK,
    "macvlan": NETWORK,
    "ipvlan": NETWORK,
    "dsa": NETWORK,
    "wireguard": VPN,
    "ppp": VPN,
    "gre": VPN,
    "vxlan": CONTAINER,
    "geneve": CONTAINER,
}
"""By Linux's DEVTYPE."""

_BY_NAME: Final = (
    (r"tun\d|tap\d|wg|tailscale|zt|utun|ppp|ipsec|nebula|nordlynx|proton|mullvad|gpd\d", VPN),
    (r"docker|br-[0-9a-f]{12}|veth|cni|podman|virbr|vnet\d|lxc|lxd|incusbr", CONTAINER),
    (r"flannel|cali|cilium|kube|weave|vboxnet|vmnet|bridge\d{3}|crc|hassio", CONTAINER),
    (r"lo\d*$|ifb|dummy|awdl|llw|anpi|gif\d|stf\d|ap\d|sit\d", OTHER),
)
"""By how the name begins, on Linux and macOS."""

_HARDWARE: Final = re.compile(r"(eth|en|wl|ww|usb|lan|wan|bond|team|rndis|ra)[0-9a-z_.]*")
_RADIO: Final = re.compile(r"wl|ath\d|ra\d")

_BY_WORD: Final = (
    (r"vpn|wireguard|wintun|tap-|tunnel|tailscale|zerotier|anyconnect|fortinet|juniper", VPN),
    (r"hyper-v virtual|vethernet|virtualbox|vmware|docker|wsl|npcap", CONTAINER),
    (r"bluetooth|loopback|teredo|isatap|wi-fi direct", OTHER),
)
"""By a word in the adapter's description, on Windows; what is left is hardware."""

_RADIO_WORDS: Final = re.compile(r"wi-?fi|wireless|wlan|802\.11")


@dataclass(frozen=True, slots=True)
class Traits:
    """What the system says of an interface. `type` is Linux's DEVTYPE; `ports` belong to a
    bridge; `device` means that hardware, or what a virtual machine takes for it, is behind it.
    """

    name: str
    device: bool = False
    wireless: bool = False
    tunnel: bool = False
    bridge: bool = False
    type: str = ""
    ports: tuple[Traits, ...] = ()
    windows: bool = False


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface with its addresses, as they are written; `default` leads to the internet.
    `mark` is another one whenever the card was away, even if it came back as it had been.
    """

    name: str
    kind: str
    wireless: bool
    addresses: tuple[str, ...]
    default: bool = False
    index: int = 0
    mark: str = ""


def kind_of(traits: Traits, *, contained: bool) -> str:
    """One of the kinds above. In a container (`contained`) what looks like a network card and is
    none leads to the container's bridge, which other devices do not see.
    """
    if traits.windows:
        return _first(_BY_WORD, traits.name.lower(), re.search) or NETWORK
    told = _told(traits, contained=contained)
    if told is not None:
        return told
    named = _first(_BY_NAME, traits.name, re.match)
    if named is None and _HARDWARE.fullmatch(traits.name):
        return CONTAINER if contained else NETWORK
    return named or OTHER


def _told(traits: Traits, *, contained: bool) -> str | None:
    """What Linux knows whatever the name."""
    if traits.type in _BY_TYPE:
        return _BY_TYPE[traits.type]
    if traits.tunnel:
        return VPN
    if traits.bridge:
        own = (kind_of(port, contained=contained) == NETWORK for port in traits.ports)
        return NETWORK if any(own) else CONTAINER
    return NETWORK if traits.device or traits.wireless else None


def is_wireless(traits: Traits) -> bool:
    """Whether it is Wi-Fi, as far as can be told: macOS gives no sign of it."""
    if traits.windows:
        return _RADIO_WORDS.search(traits.name.lower()) is not None
    return traits.wireless or traits.type == "wlan" or _RADIO.match(traits.name) is not None


def _first(
    table: tuple[tuple[str, str], ...], name: str, find: Callable[[str, str], object]
) -> str | None:
    return next((kind for pattern, kind in table if find(pattern, name)), None)
