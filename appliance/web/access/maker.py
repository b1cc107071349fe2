"""Who makes a room, as far as the limits of rooms go."""

from __future__ import annotations

import ipaddress
from typing import Final

import falcon

from appliance.chat.senders import Maker
from appliance.web.server import environ
from appliance.web.server.clients import network_of
from appliance.web.server.proxies import MARKS

_FORWARDED: Final = frozenset(environ.cgi_name(mark) for mark in MARKS)
"""One of these, and it is a proxy on this machine that asks, which may ask for everybody."""


def maker(req: falcon.Request) -> Maker | None:
    """Whoever asks; None for this machine's own user, whose scripts may make what they need."""
    try:
        address = ipaddress.ip_address(req.remote_addr)
    except ValueError:
        return Maker(req.remote_addr)
    if address.is_loopback and _FORWARDED.isdisjoint(req.env):
        return None
    if address.version == 4:
        return Maker(str(address))
    return Maker(str(address), network_of(address))
