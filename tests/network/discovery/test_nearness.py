from __future__ import annotations

import ipaddress

import pytest

from appliance.network.discovery.nearness import is_near

HOME = ("192.0.2.5/24", "2001:db8::5/64", "fe80::5/64")


@pytest.mark.parametrize(
    ("sender", "networks"),
    [
        ("192.0.2.9", HOME),
        ("2001:db8::9", HOME),
        ("fe80::9%3", HOME),
        ("169.254.1.2", HOME),
        ("203.0.113.9", ("192.0.2.5/32",)),
        ("2001:db8:1::9", ("2001:db8::5/128", "fe80::5/64")),
        ("2001:db8::9", ("192.0.2.5/24",)),
    ],
)
def test_who_is_on_the_network_or_may_be(sender: str, networks: tuple[str, ...]) -> None:
    assert is_near(sender, [ipaddress.ip_network(each, strict=False) for each in networks])


@pytest.mark.parametrize("sender", ["203.0.113.9", "192.0.3.1", "2001:db8:1::9"])
def test_who_is_not(sender: str) -> None:
    assert not is_near(sender, [ipaddress.ip_network(each, strict=False) for each in HOME])
