from __future__ import annotations

import pytest

from appliance.web.server.clients import (
    BURST_SECONDS,
    MAX_KNOWN,
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
    client = Clients(ClientLimits(requests=1_000)).at("192.0.2.1")
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
