"""Which port the chat gets: the one that was chosen, or else the next that is free."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from appliance.web.server.listener import PortTaken
from appliance.web.server.listeners import listen_at

T = TypeVar("T")

TRIES: Final = 100
"""Ports that are tried, one after the other; then the system picks any."""


def on_free_port(serve: Callable[[int], T], hosts: Sequence[str], first: int, *, chosen: bool) -> T:
    """What `serve` makes of the first free port from `first` on.

    One that was `chosen` is the only one tried. Raises Starting when it cannot be had.
    """
    while not chosen:
        try:
            return serve(_free(hosts, first))
        except PortTaken:
            pass  # somebody was faster; the next look sees it
    return serve(first)


def _free(hosts: Sequence[str], first: int) -> int:
    for port in range(first, min(first + TRIES, 65_536)):
        try:
            for socket in listen_at(hosts, port).values():
                socket.close()
        except PortTaken:
            continue
        return port
    return 0
