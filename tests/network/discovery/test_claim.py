from __future__ import annotations

import socket

import pytest
from zeroconf import DNSAddress, DNSIncoming, DNSRecord, DNSService

from appliance.network.discovery.claim import Claim, packed

HOST = "den.local."
SERVICE = "chat._chat-appliance._tcp.local."


def address(text: str, ttl: int = 120, name: str = HOST) -> DNSAddress:
    return DNSAddress(name, 1, 0x8001, ttl, packed(text))


def service(port: int, server: str = HOST) -> DNSService:
    return DNSService(SERVICE, 33, 0x8001, 120, 0, 0, port, server)


def claim(text: str = "192.0.2.5", port: int = 8080, machine: tuple[str, ...] = ()) -> Claim:
    records: dict[str, list[DNSRecord]] = {HOST: [address(text)], SERVICE: [service(port)]}
    return Claim(records, lambda: frozenset(map(packed, (text, *machine))))


def records_of(one: Claim) -> list[DNSRecord]:
    return [record for records in one.records.values() for record in records]


def test_who_answers_with_other_addresses_has_the_name() -> None:
    ours = claim()
    ours.hear_answer([address("192.0.2.9", name="Den.Local.")])
    assert ours.taken == {HOST}


@pytest.mark.parametrize(
    "heard",
    [
        address("192.0.2.5"),
        address("172.17.0.1"),
        address("192.0.2.9", ttl=0),
        address("192.0.2.9", name="other.local."),
        service(8080),
    ],
    ids=["ours", "this machine's own responder", "a goodbye", "another name", "our own service"],
)
def test_everything_else_leaves_it_to_us(heard: DNSRecord) -> None:
    ours = claim(machine=("172.17.0.1",))
    ours.hear_answer([heard])
    assert ours.taken == set()


def test_the_same_instance_at_another_port_is_another_chat() -> None:
    ours = claim()
    ours.hear_answer([service(8081)])
    assert ours.taken == {SERVICE}


@pytest.mark.parametrize("ports", [(1, 2), (2, 1), (1, 1)])
def test_of_two_that_probe_at_the_same_moment_exactly_one_gives_way(ports: tuple[int, int]) -> None:
    """Whatever the names would say one by one: both must not wait for each other."""
    low, high = claim("192.0.2.5", ports[0]), claim("192.0.2.9", ports[1])
    assert low.hear_probe(records_of(high))
    assert high.hear_probe(records_of(low))
    assert (low.yielded, high.yielded) == (True, False)


def test_our_own_probe_comes_back_and_says_nothing() -> None:
    ours = claim()
    assert not ours.hear_probe(records_of(ours))
    assert not ours.yielded


def test_a_probe_is_understood_by_whoever_reads_dns() -> None:
    [packet] = claim().probe().packets()
    probe = DNSIncoming(packet)
    assert probe.is_query()
    assert probe.num_authorities == 2
    assert {(question.name, question.type) for question in probe.questions} == {
        *((HOST, kind) for kind in (255, 28, 1)),
        (SERVICE, 255),
    }
    # Multicast answers are wanted: none has the bit that asks for another way.
    assert not probe.has_qu_question()
    assert socket.inet_aton("192.0.2.5") in packet
