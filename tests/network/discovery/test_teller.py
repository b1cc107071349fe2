from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from zeroconf import DNSAddress, DNSPointer, DNSRecord, DNSService, DNSText

from appliance.network.discovery.claim import packed
from appliance.network.discovery.names import CHAT
from appliance.network.discovery.teller import LONGEST, MOST, MOST_ADDRESSES, Said, Teller, parsed

KEY = f"den.{CHAT}"


def pointer(key: str, ttl: int = 120) -> DNSPointer:
    return DNSPointer(CHAT, 12, 1, ttl, key)


def service(key: str, server: str = "den.local.", port: int = 8080) -> DNSService:
    return DNSService(key, 33, 0x8001, 120, 0, 0, port, server)


def text(key: str, said: bytes = b"\x04id=x") -> DNSText:
    return DNSText(key, 16, 0x8001, 120, said)


def address(host: str, last: int, ttl: int = 120) -> DNSAddress:
    return DNSAddress(host, 1, 0x8001, ttl, packed(f"192.0.2.{last}"))


def all_of(key: str, host: str = "den.local.") -> list[DNSRecord]:
    return [pointer(key), service(key, host), text(key), address(host, 1)]


def test_what_belongs_together_is_a_chat_whatever_the_order() -> None:
    teller = Teller()
    written = f"Den.{CHAT}"
    assert teller.hear(reversed(all_of(written, "Den.local."))) == {KEY}
    said = teller.said(KEY)
    assert said == Said("Den", "Den.local.", 8080, (packed("192.0.2.1"),), {"id": "x"})


@pytest.mark.parametrize("missing", [1, 2])
def test_without_a_part_of_it_there_is_none_yet(missing: int) -> None:
    teller, records = Teller(), all_of(KEY)
    del records[missing]
    assert teller.hear(records) == {KEY}
    assert teller.has(KEY)
    assert teller.said(KEY) is None


@pytest.mark.parametrize(
    "record",
    [
        pointer("den._http._tcp.local."),
        DNSPointer("_http._tcp.local.", 12, 1, 120, KEY),
        pointer(CHAT),
        service(KEY),
        text(KEY),
        address("den.local.", 1),
        pointer(KEY, ttl=0),
    ],
    ids=["other", "of another type", "the type", "service", "facts", "address", "goodbye"],
)
def test_what_belongs_to_no_chat_is_not_kept(record: DNSRecord) -> None:
    teller = Teller()
    assert teller.hear([record]) == set()
    assert teller == Teller()


def test_a_goodbye_is_the_end_of_it() -> None:
    teller = Teller()
    teller.hear(all_of(KEY))
    assert teller.hear([pointer(KEY, ttl=0)]) == {KEY}
    assert not teller.has(KEY)
    assert teller.said(KEY) is None


def test_an_address_that_is_taken_back_is_none_any_more() -> None:
    teller = Teller()
    teller.hear([*all_of(KEY), address("den.local.", 2)])
    assert teller.hear([address("den.local.", 1, ttl=0)]) == {KEY}
    said = teller.said(KEY)
    assert said is not None
    assert said.addresses == (packed("192.0.2.2"),)


def test_everything_has_a_bound() -> None:
    teller = Teller()
    for number in range(MOST * 3):
        key, host = f"{number:x<60}.{CHAT}", f"{number:x<60}.local."
        many = (address(host, last) for last in range(250))
        records = [pointer(key), service(key, host), text(key, bytes(LONGEST)), *many]
        assert teller.hear(records) == {key}
        assert teller.hear([text(key, bytes(LONGEST + 1))]) == {key}
        said = teller.said(key)
        assert said is not None
        assert len(said.addresses) == MOST_ADDRESSES
    assert not teller.has(f"{0:x<60}.{CHAT}")
    assert {len(table) for table in tables(teller)} == {MOST}
    assert sum(sys.getsizeof(part) for part in parts(teller)) < 100_000


def tables(teller: Teller) -> tuple[dict[str, Any], ...]:
    return teller._instances, teller._services, teller._facts, teller._hosts


def parts(teller: Teller) -> Iterator[object]:
    for table in tables(teller):
        yield table
        for key, value in table.items():
            yield from (key, value)
            yield from value if isinstance(value, dict | tuple) else ()


@pytest.mark.parametrize(
    ("written", "facts"),
    [
        (b"", {}),
        (b"\0", {"": None}),
        (b"\x03a=b\x03a=c\x01d\x02e=", {"a": "b", "d": None, "e": ""}),
        (b"\xffa=b", {"a": "b"}),
        (b"\x03a=\xff", {"a": "\ufffd"}),
    ],
)
def test_facts(written: bytes, facts: dict[str, str | None]) -> None:
    assert parsed(written) == facts
