"""Who is on the network of a card, and may therefore speak by mDNS there (RFC 6762, 11).

Whoever answers others can be made to: a question that a stranger sends through the internet, in
somebody else's name, would have us send that one ten times as much.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

Net = ipaddress.IPv4Network | ipaddress.IPv6Network


def is_near(sender: str, networks: Iterable[Net]) -> bool:
    """Whether `sender` is on the network of a card whose addresses are in `networks`. Where an
    address has a network of its own, or there is none, the card does not say who is near.
    """
    ip = ipaddress.ip_address(sender.partition("%")[0])
    alike = [network for network in networks if network.version == ip.version]
    telling = [network for network in alike if network.prefixlen < network.max_prefixlen]
    if ip.is_link_local or len(telling) < len(alike) or not alike:
        return True
    return any(ip in network for network in telling)
