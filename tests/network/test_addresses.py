"""The addresses that people are told."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

import pytest

from appliance.network.addresses import MOST, addresses, local_url, machine_names, url
from appliance.network.interfaces import CONTAINER, NETWORK, OTHER, VPN, Interface
from appliance.network.system import Network


def urls(host: str, port: int, public_url: str, interfaces: Sequence[Interface] = ()) -> list[str]:
    return [told.url for told in addresses(host, port, public_url, interfaces, None)]


def test_an_address_becomes_a_url() -> None:
    assert url("192.0.2.7", 8080) == "http://192.0.2.7:8080/"
    assert url("2001:db8::7", 8080) == "http://[2001:db8::7]:8080/"


def test_a_public_url_is_told_and_nothing_else() -> None:
    assert urls("", 8080, "https://chat.example/") == ["https://chat.example/"]


@pytest.mark.parametrize("host", ["127.0.0.1", "192.0.2.7", "::1"])
def test_one_address_is_told_where_it_listens_on_one(host: str) -> None:
    assert urls(host, 80, "") == [url(host, 80)]


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::"])
def test_where_it_listens_on_all_something_that_can_be_typed_is_told(host: str) -> None:
    told = urls(host, 80, "", Network().interfaces())
    assert told
    for one in told:
        address = ipaddress.ip_address(urlsplit(one).hostname or "")
        assert not address.is_unspecified
        assert not address.is_loopback or told == [local_url(host, 80)]


@pytest.mark.parametrize(
    ("host", "reached"),
    [
        ("", "http://127.0.0.1:80/"),
        ("0.0.0.0", "http://127.0.0.1:80/"),
        ("127.0.0.1", "http://127.0.0.1:80/"),
        ("192.0.2.7", "http://192.0.2.7:80/"),
        ("::1", "http://[::1]:80/"),
    ],
)
def test_this_machine_reaches_it_where_it_listens(host: str, reached: str) -> None:
    assert local_url(host, 80) == reached


def test_the_local_url_of_all_ipv6_addresses_can_be_reached() -> None:
    host = urlsplit(local_url("::", 80)).hostname or ""
    assert ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified


def test_this_machine_s_names_are_lower_case_and_known_to_mdns() -> None:
    names = machine_names()
    short = socket.gethostname().lower().partition(".")[0]
    assert {short, f"{short}.local"} <= names
    assert all(name == name.lower() for name in names)


WIRED = Interface("eth0", NETWORK, False, ("2001:db8::5", "198.51.100.5"), default=True)
RADIO = Interface("wlan0", NETWORK, True, ("198.51.100.6", "fe80::6"))
TUNNEL = Interface("wg0", VPN, False, ("198.51.100.7",))
BRIDGE = Interface("docker0", CONTAINER, False, ("172.17.0.1",))
SELF = Interface("lo", OTHER, False, ("127.0.0.1", "::1"))
LONELY = Interface("eth1", NETWORK, False, ("169.254.3.4", "fe80::4"))


def hosts_of(*interfaces: Interface, host: str = "", name: str | None = None) -> list[str]:
    found = addresses(host, 80, "", interfaces, name)
    return [urlsplit(one.url).hostname or "" for one in found]


def test_networks_come_before_vpns_and_these_before_bridges() -> None:
    found = addresses("", 80, "", [SELF, BRIDGE, TUNNEL, RADIO, WIRED], None)
    assert [(urlsplit(one.url).hostname, one.kind, one.label) for one in found] == [
        ("198.51.100.5", "network", "Wired eth0"),
        ("2001:db8::5", "network", "Wired eth0, IPv6"),
        ("198.51.100.6", "network", "Wi-Fi wlan0"),
        ("198.51.100.7", "vpn", "VPN wg0"),
        ("172.17.0.1", "container", "Container bridge docker0"),
    ]


def test_the_name_stands_behind_the_first_network_and_needs_one() -> None:
    assert hosts_of(WIRED, RADIO, name="den.local")[:2] == ["198.51.100.5", "den.local"]
    assert hosts_of(TUNNEL, name="den.local") == ["198.51.100.7"]


def test_nobody_s_addresses_are_told_only_where_there_are_no_others() -> None:
    assert hosts_of(LONELY, TUNNEL) == ["198.51.100.7"]
    assert hosts_of(LONELY, SELF) == ["169.254.3.4"]
    assert hosts_of(SELF) == ["127.0.0.1"]


def test_no_address_comes_twice() -> None:
    twice = Interface("docker0", CONTAINER, False, ("198.51.100.6", "172.17.0.1"))
    assert hosts_of(twice, RADIO) == ["198.51.100.6", "172.17.0.1"]


def test_a_server_of_one_family_tells_of_that_family() -> None:
    assert hosts_of(WIRED, host="0.0.0.0") == ["198.51.100.5"]
    assert hosts_of(WIRED, host="::") == ["2001:db8::5"]


def test_a_server_on_one_address_tells_of_that_one() -> None:
    assert hosts_of(WIRED, RADIO, host="198.51.100.6") == ["198.51.100.6"]
    assert addresses("198.51.100.6", 80, "", [WIRED, RADIO], None)[0].label == "Wi-Fi wlan0"
    assert hosts_of(WIRED, host="192.0.2.9") == ["192.0.2.9"]


def test_a_machine_with_countless_addresses_tells_of_the_best() -> None:
    crowd = tuple(f"198.51.100.{number}" for number in range(1, 200))
    found = hosts_of(Interface("docker0", CONTAINER, False, crowd), WIRED)
    assert len(found) == MOST
    assert found[0] == "198.51.100.5"
