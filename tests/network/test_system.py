"""The interfaces of this very machine, and of one that the test makes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from appliance.network.interfaces import CONTAINER, NETWORK, VPN, Interface
from appliance.network.system import FRESH_SECONDS, Network, is_contained, read_interfaces
from tests.running import ROOT
from tests.server.island import Island

PRINT = """
import dataclasses, json
from appliance.network.system import read_interfaces
print(json.dumps([dataclasses.asdict(each) for each in read_interfaces()]))
"""


@pytest.fixture(scope="module")
def island() -> Iterator[Island]:
    with Island() as made:
        yield made


def read_on(island: Island) -> dict[str, dict[str, object]]:
    command = island.command(sys.executable, "-c", PRINT)
    said = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=30)
    return {each["name"]: each for each in json.loads(said.stdout)}


def test_kinds_addresses_and_the_default_route_are_read(island: Island) -> None:
    made = {
        "docker0": (("link", "add", "docker0", "type", "bridge"), "198.51.100.65/28"),
        "odd7": (("tuntap", "add", "dev", "odd7", "mode", "tun"), "198.51.100.81/28"),
        "eth7": (("link", "add", "eth7", "type", "veth", "peer", "far"), "198.51.100.97/28"),
    }
    for name, (make, address) in made.items():
        island.ip(*make)
        island.ip("address", "add", address, "dev", name)
        island.ip("link", "set", name, "up")
    island.ip("link", "set", "far", "up")
    island.ip("route", "add", "default", "via", "198.51.100.98", "dev", "eth7")
    found = read_on(island)
    kinds = {name: found[name]["kind"] for name in made}
    card = CONTAINER if is_contained() else NETWORK
    assert kinds == {"docker0": CONTAINER, "odd7": VPN, "eth7": card}
    assert [name for name, each in found.items() if each["default"]] == ["eth7"]
    assert "198.51.100.97" in str(found["eth7"]["addresses"])


def test_this_machine_holds_its_own_addresses_and_no_others() -> None:
    network = Network()
    for interface in read_interfaces():
        assert all(network.holds(address) for address in interface.addresses)
    assert network.holds("127.8.8.8")
    assert network.holds("::1")
    assert not network.holds("198.51.100.200")


def test_what_was_read_is_used_again_for_a_moment_and_not_longer() -> None:
    now = [0.0]
    readings = [Interface(f"eth{number}", NETWORK, False, ()) for number in range(9)]
    network = Network(lambda: [readings.pop(0)], lambda: now[0])
    assert [each.name for each in network.interfaces()] == ["eth0"]
    now[0] = FRESH_SECONDS - 0.01
    assert [each.name for each in network.interfaces()] == ["eth0"]
    now[0] = FRESH_SECONDS
    assert [each.name for each in network.interfaces()] == ["eth1"]


def test_a_system_that_cannot_say_leaves_what_was_known() -> None:
    now = [0.0]
    answers = [[Interface("eth0", NETWORK, False, ("198.51.100.1",))]]

    def read() -> list[Interface]:
        if not answers:
            raise OSError
        return answers.pop()

    network = Network(read, lambda: now[0])
    network.interfaces()
    now[0] = FRESH_SECONDS
    assert network.holds("198.51.100.1")
