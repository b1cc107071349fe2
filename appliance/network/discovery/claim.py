"""Who may have a name: RFC 6762's rules for probing (8.1), ties (8.2) and conflicts (9).

No I/O: packets' records go in, verdicts come out. zeroconf itself would let two machines take
the same host name, and two services the same instance if they start at the same moment.
"""

from __future__ import annotations

import ipaddress
import struct
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, cast

from zeroconf import DNSAddress, DNSOutgoing, DNSQuestion, DNSRecord, DNSService

_A: Final = 1
_AAAA: Final = 28
_SRV: Final = 33
_ANY: Final = 255
_IN: Final = 1
_QUERY: Final = 0
_ADDRESSES: Final = (_A, _AAAA)


class Data(NamedTuple):
    """What a record says, in the order in which a tie is decided."""

    kind: int
    said: bytes


def data_of(record: DNSRecord) -> Data | None:
    """None for records that nobody claims a name with."""
    if isinstance(record, DNSAddress):
        return Data(record.type, record.address)
    if isinstance(record, DNSService):
        head = struct.pack("!HHH", record.priority, record.weight, record.port)
        return Data(_SRV, head + record.server.lower().encode())
    return None


@dataclass(slots=True)
class Claim:
    """Names and the records we would put there. `machine` gives every address of this machine:
    whoever answers with those (its own mDNS responder, another chat on it) is no stranger.
    """

    records: Mapping[str, list[DNSRecord]]
    machine: Callable[[], frozenset[bytes]]
    taken: set[str] = field(default_factory=set)
    """Names that somebody else turned out to have."""

    yielded: bool = False
    """Somebody probes for the same name at the same moment, and comes first."""

    def hear_answer(self, records: Iterable[DNSRecord]) -> None:
        """A response: whoever says other than we do about a name has it."""
        for record in records:
            name = record.name.lower()
            # With no time to live it is a farewell.
            if name in self.records and record.ttl > 0 and self._foreign(name, [record]):
                self.taken.add(name)

    def hear_probe(self, records: Iterable[DNSRecord]) -> bool:
        """A probe by somebody else; whether it is for a name of ours."""
        theirs: dict[str, list[DNSRecord]] = {}
        for record in records:
            if record.name.lower() in self.records:
                theirs.setdefault(record.name.lower(), []).append(record)
        foreign = {name: said for name, said in theirs.items() if self._foreign(name, said)}
        if foreign:
            # One name decides for all, or two could each give way to the other for ever.
            first = min(foreign, key=lambda name: (_sorted(self.records[name])[0].kind, name))
            if _sorted(foreign[first]) > _sorted(self.records[first]):
                self.yielded = True
        return bool(foreign)

    def probe(self) -> DNSOutgoing:
        """The question whether anybody has these names, with what we would put there.

        Answers are wanted by multicast: one to this port could reach another program that
        listens on it. Addresses are asked for by their types too, since some responders give
        none to a question for anything.
        """
        out = DNSOutgoing(_QUERY)
        authorities = cast(list[DNSRecord], out.authorities)
        for name, records in self.records.items():
            kinds = {_ANY, *(_ADDRESSES if isinstance(records[0], DNSAddress) else ())}
            for kind in sorted(kinds, reverse=True):
                out.add_question(DNSQuestion(name, kind, _IN))
            authorities.extend(records)
        return out

    def _foreign(self, name: str, records: list[DNSRecord]) -> bool:
        said = {data for record in records if (data := data_of(record)) is not None}
        strange = said - set(_sorted(self.records[name]))
        if strange and all(data.kind in _ADDRESSES for data in strange):
            return not {data.said for data in strange} <= self.machine()
        return bool(strange)


def _sorted(records: Iterable[DNSRecord]) -> list[Data]:
    return sorted(data for record in records if (data := data_of(record)) is not None)


def packed(address: str) -> bytes:
    """An address as a record holds it."""
    return ipaddress.ip_address(address).packed
