"""What one device says about chats; what it says of another's chat changes nothing of that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar

from zeroconf import DNSAddress, DNSPointer, DNSRecord, DNSService, DNSText

from appliance.network.discovery.names import CHAT

MOST: Final = 16
"""Chats, and hosts of them, that one device tells of; one more takes the place of the first. So who
pretends to be that device cannot keep it from being heard."""

MOST_ADDRESSES: Final = 32
"""Of one host; further ones are left out."""

LONGEST: Final = 1_300
"""Bytes of facts; more do not fit into a packet, and are not looked at."""

_SUFFIX: Final = f".{CHAT}"

V = TypeVar("V")


class Said(NamedTuple):
    """All of a chat that was said; `addresses` may still be missing."""

    instance: str
    server: str
    port: int
    addresses: tuple[bytes, ...]
    facts: dict[str, str | None]


@dataclass(slots=True)
class Teller:
    """At most 100 KB of memory, whatever is said. Chats are known by their name in lower case."""

    _instances: dict[str, str] = field(default_factory=dict)
    _services: dict[str, tuple[str, int]] = field(default_factory=dict)
    _facts: dict[str, bytes] = field(default_factory=dict)
    _hosts: dict[str, dict[bytes, None]] = field(default_factory=dict)

    def hear(self, records: Iterable[DNSRecord]) -> set[str]:
        """Take up a packet's records; gives all chats that it spoke of."""
        # Services before their hosts, whatever the order: only what belongs to a chat is kept.
        ordered = sorted(records, key=_rank)
        return {key for record in ordered for key in self._hear(record)}

    def has(self, key: str) -> bool:
        """Whether the chat was told of, and not taken back."""
        return key in self._instances

    def said(self, key: str) -> Said | None:
        """What was said of the chat; None while something is missing."""
        service, facts = self._services.get(key), self._facts.get(key)
        if service is None or facts is None:
            return None
        server, port = service
        addresses = tuple(self._hosts.get(server.lower(), ()))
        return Said(self._instances[key], server, port, addresses, parsed(facts))

    def _hear(self, record: DNSRecord) -> set[str]:
        name = record.name.lower()
        if isinstance(record, DNSPointer):
            return self._point(record) if name == CHAT else set()
        if isinstance(record, DNSAddress):
            return self._place(name, record)
        if name not in self._instances or record.ttl == 0:
            return set()
        if isinstance(record, DNSService):
            _put(self._services, name, (record.server, record.port))
        elif isinstance(record, DNSText) and len(record.text) <= LONGEST:
            _put(self._facts, name, record.text)
        return {name}

    def _point(self, record: DNSPointer) -> set[str]:
        key = record.alias.lower()
        if record.ttl == 0:
            known = self.has(key)
            self._forget(key)
            return {key} if known else set()
        if not self.has(key) and len(self._instances) >= MOST:
            self._forget(next(iter(self._instances)))
        if key.endswith(_SUFFIX):
            _put(self._instances, key, record.alias[: -len(_SUFFIX)])
        return {key} if self.has(key) else set()

    def _forget(self, key: str) -> None:
        for table in (self._instances, self._services, self._facts):
            table.pop(key, None)
        hosts = {server.lower() for server, _ in self._services.values()}
        for host in self._hosts.keys() - hosts:
            del self._hosts[host]

    def _place(self, host: str, record: DNSAddress) -> set[str]:
        of_it = {key for key, (server, _) in self._services.items() if server.lower() == host}
        addresses = self._hosts.get(host, {})
        if record.ttl == 0:
            addresses.pop(record.address, None)
        elif of_it and len(addresses) < MOST_ADDRESSES:
            _put(self._hosts, host, addresses | {record.address: None})
        return of_it


def _rank(record: DNSRecord) -> int:
    return 0 if isinstance(record, DNSPointer) else 2 if isinstance(record, DNSAddress) else 1


def _put(table: dict[str, V], key: str, value: V) -> None:
    if key in table or len(table) < MOST:
        table[key] = value


def parsed(text: bytes) -> dict[str, str | None]:
    """A text record's facts (RFC 6763, 6): the first of a name counts."""
    facts: dict[str, str | None] = {}
    while text:
        fact, text = text[1 : 1 + text[0]], text[1 + text[0] :]
        name, equals, value = fact.decode("utf-8", "replace").partition("=")
        facts.setdefault(name, value if equals else None)
    return facts
