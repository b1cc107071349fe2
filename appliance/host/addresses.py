"""At which addresses other people's devices reach this machine."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable

_PROBES = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses reserved for documentation. A UDP socket that is "connected" to one sends nothing;
the kernel only says which of our addresses it would send from."""


def machine_names() -> set[str]:
    """The names under which this machine may be asked: its host name, with and without .local."""
    full = socket.gethostname().lower()
    short = full.partition(".")[0]
    return {full, short, f"{short}.local"}


def urls(host: str, port: int, public_url: str) -> list[str]:
    """The URLs to type on another device, best first; this machine's own if there is no other."""
    if public_url:
        return [public_url]
    if host and not ipaddress.ip_address(host).is_unspecified:
        return [url(host, port)]
    return [url(address, port) for address in _outward()] or [url("127.0.0.1", port)]


def url(address: str, port: int) -> str:
    """The URL of the page at this address."""
    return f"http://[{address}]:{port}/" if ":" in address else f"http://{address}:{port}/"


def local_url(host: str, port: int) -> str:
    """The URL at which this very machine reaches the server."""
    everywhere = not host or ipaddress.ip_address(host).is_unspecified
    if not everywhere:
        return url(host, port)
    return url("::1" if ":" in host else "127.0.0.1", port)


def _outward() -> Iterable[str]:
    for family, probe in _PROBES:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as asker:
                asker.connect((probe, 9))
                address = asker.getsockname()[0].partition("%")[0]
        except OSError:
            continue  # no route of this family
        if not ipaddress.ip_address(address).is_loopback:
            yield address
