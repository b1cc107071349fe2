"""Which port the chat gets: the one that was chosen, or that it had, or the next that is free."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Final, TypeVar

from appliance.web.server.listener import PortTaken
from appliance.web.server.listeners import LOOPBACK, listen_at

T = TypeVar("T")

TRIES: Final = 100
"""Ports that are tried, one after the other; then the system picks any."""

ANSWER_SECONDS: Final = 0.2
"""For a program on this very machine; where nobody listens, the answer is there at once."""


def on_free_port(
    serve: Callable[[int], T],
    hosts: Sequence[str],
    first: int,
    *,
    chosen: bool,
    kept: int | None = None,
) -> T:
    """What `serve` makes of the port that was `kept`, or of the first free one from `first` on.

    One that was `chosen` is the only one tried. Raises Starting when it cannot be had.
    """
    tried = range(first, min(first + TRIES, 65_536))
    while not chosen:
        try:
            return serve(_free(hosts, [kept, *tried] if kept else tried))
        except PortTaken:
            pass  # somebody was faster; the next look sees it
    if first and _is_answered(_covered(hosts), first):
        raise PortTaken("port-taken", port=str(first))
    return serve(first)


def _free(hosts: Sequence[str], ports: Iterable[int]) -> int:
    # Whoever types localhost comes to either.
    asked = LOOPBACK if _covered(hosts) else ()
    for port in ports:
        if _is_answered(asked, port):
            continue
        try:
            for listener in listen_at(hosts, port).values():
                listener.close()
        except PortTaken:
            continue
        return port
    return 0


def _covered(hosts: Sequence[str]) -> Iterable[str]:
    """The loopback addresses at which a server on `hosts` would be, with all the others."""
    kinds = {ipaddress.ip_address(host).version if host else 0 for host in hosts if _is_any(host)}
    return [own for own in LOOPBACK if kinds & {0, ipaddress.ip_address(own).version}]


def _is_any(host: str) -> bool:
    return not host or ipaddress.ip_address(host).is_unspecified


def _is_answered(addresses: Iterable[str], port: int) -> bool:
    """Whether a program is at one of them. macOS and the BSDs let us listen on all addresses beside
    it, and whoever opens the chat on this computer then finds that program.
    """
    for address in addresses:
        with suppress(OSError), socket.create_connection((address, port), ANSWER_SECONDS):
            return True
    return False
