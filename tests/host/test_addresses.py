"""The addresses that people are told."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

import pytest

from appliance.host.addresses import local_url, machine_names, url, urls


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
    told = urls(host, 80, "")
    assert told
    for one in told:
        address = ipaddress.ip_address(urlsplit(one).hostname or "")
        assert not address.is_unspecified
        assert not address.is_loopback or told == ["http://127.0.0.1:80/"]


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
