from __future__ import annotations

import pytest

from appliance.web.server.clients import (
    BURST_SECONDS,
    MAX_KNOWN,
    NETWORK_SHARE,
    ClientLimits,
    Clients,
    plain_address,
)
from tests.running import eventually

SCARCE = ClientLimits(connections=2, requests=1)


def test_an_address_may_have_so_many_connections_and_no_more() -> None:
    client = Clients(SCARCE).at("192.0.2.1")
    assert client.may_connect()
    client.connections = 1
    assert client.may_connect()
    client.connections = 2
    assert not client.may_connect()
    client.connections = 1
    assert client.may_connect()


def test_an_address_may_ask_in_a_burst_and_then_by_its_rate() -> None:
    client = Clients(SCARCE).at("192.0.2.1")
    assert [client.may_ask() for _ in range(BURST_SECONDS)] == [True] * BURST_SECONDS
    assert not client.may_ask()
    assert eventually(client.may_ask, seconds=3)
    assert not client.may_ask()


def test_a_quiet_address_saves_up_no_more_than_a_burst() -> None:
    client = Clients(ClientLimits(connections=2, requests=1_000)).at("192.0.2.1")
    most = 1_000 * BURST_SECONDS
    asked = sum(client.may_ask() for _ in range(2 * most))
    assert most <= asked < 2 * most


def test_an_address_is_one_client_whatever_its_connections() -> None:
    clients = Clients(SCARCE)
    assert clients.at("192.0.2.1") is clients.at("192.0.2.1")
    assert clients.at("192.0.2.1") is not clients.at("192.0.2.2")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_this_machine_is_exempt(address: str) -> None:
    client = Clients(SCARCE).at(address)
    client.connections = 1_000
    assert client.may_connect()
    assert all(client.may_ask() for _ in range(1_000))


@pytest.mark.parametrize("address", ["10.0.0.1", "192.168.1.1", "fe80::1", "128.0.0.1"])
def test_every_other_machine_is_not(address: str) -> None:
    client = Clients(SCARCE).at(address)
    client.connections = 1_000
    assert not client.may_connect()


def test_only_so_many_addresses_are_remembered_and_those_that_are_connected_stay() -> None:
    clients = Clients(SCARCE)
    connected = clients.at("192.0.2.1")
    connected.connections = 1
    idle = clients.at("192.0.2.2")
    for number in range(MAX_KNOWN):
        clients.at(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert clients.at("192.0.2.1") is connected
    assert clients.at("192.0.2.2") is not idle


def test_an_address_of_ipv6_is_no_way_around_the_limits() -> None:
    clients = Clients(SCARCE)
    for number in range(SCARCE.connections * NETWORK_SHARE):
        clients.at(f"2001:db8::{number:x}").connect()
    assert not clients.at("2001:db8::ffff").may_connect()
    assert clients.at("2001:db8:0:1::1").may_connect()
    clients.at("2001:db8::1").leave()
    assert clients.at("2001:db8::ffff").may_connect()


def test_the_devices_of_a_network_do_not_share_what_one_of_them_may() -> None:
    clients = Clients(SCARCE)
    for _ in range(SCARCE.connections):
        clients.at("fe80::1").connect()
    assert not clients.at("fe80::1").may_connect()
    assert clients.at("fe80::2").may_connect()


def test_all_addresses_of_a_network_ask_no_more_than_its_share() -> None:
    clients = Clients(SCARCE)
    asked = sum(clients.at(f"2001:db8::{number:x}").may_ask() for number in range(1_000))
    most = SCARCE.requests * BURST_SECONDS * NETWORK_SHARE
    assert most <= asked < 2 * most


def test_those_behind_a_proxy_on_this_machine_that_is_not_believed_are_not_exempt() -> None:
    clients = Clients(SCARCE)
    proxy = clients.at("127.0.0.1")
    behind = clients.behind(proxy)
    assert clients.behind(proxy) is behind
    assert behind.address == proxy.address
    assert [behind.may_ask() for _ in range(BURST_SECONDS + 1)][-1] is False
    assert proxy.may_ask()


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::1", "::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("2001:db8::ffff:1", "2001:db8::ffff:1"),
    ],
)
def test_an_address_is_written_plainly(written: str, plain: str) -> None:
    assert plain_address(written) == plain
