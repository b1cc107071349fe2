from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from appliance.network.discovery.found import MOST_URLS, FoundChat, listed, understood

FACTS = {"id": "abc", "name": "Den", "version": "1.0", "path": "/"}


def announced(
    server: str = "den.local.",
    port: Any = 8080,
    addresses: Sequence[str] = ("192.0.2.5",),
    facts: Mapping[str, str | None] = FACTS,
    near: Sequence[str] = (),
) -> FoundChat | None:
    return understood("Chat", server, port, addresses=addresses, facts=facts, near=near)


def test_what_was_announced_becomes_addresses() -> None:
    assert announced() == FoundChat(
        "Den", ("http://192.0.2.5:8080/", "http://den.local:8080/"), "den.local", "abc", "1.0"
    )


def test_the_address_most_like_our_own_comes_first_and_ipv4_before_ipv6() -> None:
    found = announced(
        addresses=["2001:db8::1", "10.0.0.1", "192.0.2.200"], near=["192.0.2.7", "127.0.0.1"]
    )
    assert found is not None
    assert found.urls[:3] == (
        "http://192.0.2.200:8080/",
        "http://10.0.0.1:8080/",
        "http://[2001:db8::1]:8080/",
    )


@pytest.mark.parametrize("port", [None, 0, -1, 65_536])
def test_without_a_port_there_is_no_chat(port: Any) -> None:
    assert announced(port=port) is None


@pytest.mark.parametrize(
    "address", ["", "evil.example", "127.0.0.1", "::1", "0.0.0.0", "224.0.0.251", "fe80::1", "1/?"]
)
def test_addresses_that_lead_nowhere_or_to_ourselves_are_left_out(address: str) -> None:
    found = announced(addresses=[address])
    assert found is not None
    assert found.urls == ("http://den.local:8080/",)
    assert announced(server="evil.example/?", addresses=[address]) is None


def test_everything_has_a_bound() -> None:
    many = [f"192.0.2.{number}" for number in range(1, 200)]
    found = announced(addresses=many, facts=dict.fromkeys(FACTS, "x" * 10000))
    assert found is not None
    assert len(found.urls) == MOST_URLS + 1
    assert (len(found.name), len(found.id), len(found.version)) == (80, 64, 64)


def test_facts_that_are_missing() -> None:
    found = announced(facts={"name": None})
    assert found is not None
    assert (found.name, found.id, found.version) == ("Chat", "", "")


def test_a_chat_found_twice_is_listed_once() -> None:
    one, other = announced(), announced(facts=FACTS | {"name": "attic", "id": "x"})
    assert one is not None
    assert other is not None
    assert listed([one, one, other]) == [other, one]
