"""A chat that was found on the network; every word of it is a stranger's."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from appliance.network.addresses import url
from appliance.network.discovery.names import is_host
from appliance.network.discovery.standing import announced

MOST_URLS: Final = 8
"""Addresses of one chat that are looked at; further ones are left out."""

MOST: Final = 64
"""Chats that are listed; further ones are left out until one of these goes."""

MOST_SILENT: Final = 8
"""Of those that do not answer; one that is behind a firewall is worth a line, a flood is not."""

_NAME: Final = 80
_WORD: Final = 64


class FoundChat(NamedTuple):
    """`urls` has the best first; for `id`, `since` and `attended` see Standing. `own` says that it
    is the asker's, `answers` that it was reached at the first of `urls`; None means that nobody has
    tried yet.
    """

    name: str
    urls: tuple[str, ...]
    host: str
    id: str
    version: str
    since: int = 0
    attended: bool = False
    own: bool = False
    answers: bool | None = None


def understood(
    instance: str,
    server: str,
    port: int | None,
    *,
    addresses: Iterable[str],
    facts: Mapping[str, str | None],
    near: Sequence[str] = (),
) -> FoundChat | None:
    """The chat that was announced like this; None where it cannot be one.

    URLs are put together from what was parsed as an address or host name, never from text.
    `near` are this machine's addresses: of two, the one more like those comes first.
    """
    host = server.rstrip(".").lower()
    host = host if is_host(host) else ""
    if port is None or not 0 < port < 65_536:
        return None
    urls = [url(str(address), port) for address in _ranked(addresses, near)][:MOST_URLS]
    if host:
        urls.append(f"http://{host}:{port}/")
    if not urls:
        return None
    name = (facts.get("name") or instance)[:_NAME].strip() or "Chat"
    version = (facts.get("version") or "")[:_WORD]
    return FoundChat(name, tuple(urls), host, version=version, **announced(facts)._asdict())


def listed(chats: Iterable[FoundChat]) -> list[FoundChat]:
    """Each chat once, by its name. Who answers with the same log is the same chat, heard of on
    several networks; those that do not answer never take the place of one that does.
    """
    there: dict[str, FoundChat] = {}
    silent: dict[tuple[str, str], FoundChat] = {}
    for chat in chats:
        if not chat.answers:
            silent[chat.id, chat.urls[0]] = chat
        elif chat.id in there:
            there[chat.id] = _joined(there[chat.id], chat)
        elif len(there) < MOST:
            there[chat.id] = chat
    quiet = [chat for chat in silent.values() if chat.id not in there][:MOST_SILENT]
    return sorted([*there.values(), *quiet], key=lambda chat: (chat.name.casefold(), chat.urls))


def _joined(one: FoundChat, other: FoundChat) -> FoundChat:
    return one._replace(urls=tuple(dict.fromkeys([*one.urls, *other.urls]))[:MOST_URLS])


IP = ipaddress.IPv4Address | ipaddress.IPv6Address


def _ranked(addresses: Iterable[str], near: Sequence[str]) -> list[IP]:
    ours = [ipaddress.ip_address(address) for address in near]
    theirs = {ip for address in addresses if (ip := _parsed(address)) is not None}
    return sorted(theirs, key=lambda ip: (ip.version, -_likeness(ip, ours), int(ip)))


def _parsed(address: str) -> IP | None:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return None
    unusable = ip.is_multicast or ip.is_unspecified or ip.is_loopback
    return None if unusable or (ip.version == 6 and ip.is_link_local) else ip


def _likeness(ip: IP, ours: Iterable[IP]) -> int:
    """How many of the first bits are those of one of ours."""
    same = (ip.max_prefixlen - (int(ip) ^ int(our)).bit_length() for our in ours
            if our.version == ip.version)  # fmt: skip
    return max(same, default=0)
