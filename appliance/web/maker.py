"""Who makes a room, as far as the limits of rooms go."""

from __future__ import annotations

import ipaddress
from typing import Final

import falcon

from appliance.chat.makers import Maker

_FORWARDED: Final = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP")
"""What proxies add. One on this machine that is not named as trusted asks for everybody."""

_NETWORK: Final = 64
"""Bits that the IPv6 addresses of one network share; a device chooses the others as it likes."""


def maker(req: falcon.Request) -> Maker | None:
    """Whoever asks; None for this machine's own user, whose scripts may make what they need."""
    try:
        address = ipaddress.ip_address(req.remote_addr)
    except ValueError:
        return Maker(req.remote_addr)
    if address.is_loopback and not any(name in req.env for name in _FORWARDED):
        return None
    if address.version == 4:
        return Maker(str(address))
    network = ipaddress.ip_network((int(address) >> _NETWORK << _NETWORK, _NETWORK))
    return Maker(str(address), str(network))
