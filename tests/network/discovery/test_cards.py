"""Network cards that come, go and are many; networks without IPv4; machines that get a new name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.network.discovery.lan import Lan
from tests.running import eventually

CARDS = 24
"""More than one socket may be a member on by itself, on Linux (igmp_max_memberships)."""


@pytest.fixture
def lan() -> Iterator[Lan]:
    with Lan() as made:
        yield made


def test_a_card_that_comes_back_with_the_same_address_is_announced_on_again(
    lan: Lan, tmp_path: Path
) -> None:
    first, second = lan.machine("den"), lan.machine("kitchen")
    with first.chat(tmp_path / "a") as chat:
        eventually(lambda: chat.called)
        first.ip("link", "delete", "eth0")
        lan.wire(first)
        first.configure()
        eventually(lambda: second.resolve("den.local"), {first.address}.__eq__)
        assert len(second.find()) == 1


def test_a_machine_that_is_renamed_is_announced_under_its_new_name_and_answers_to_it(
    lan: Lan, tmp_path: Path
) -> None:
    first, second = lan.machine("den"), lan.machine("kitchen")
    with first.chat(tmp_path / "a") as chat:
        eventually(lambda: chat.called)
        chat.rename("parlour")
        eventually(lambda: chat.called, "parlour.local".__eq__)
        assert second.resolve("parlour.local") == {first.address}
        assert second.resolve("den.local") == set()
        url = f"http://{first.address}:{chat.port}/"
        second.say(url, "hello")
        for name in ("parlour.local", "parlour"):
            assert second.hear(url, f"{name}:{chat.port}") == ["hello"]
        with pytest.raises(AssertionError, match="421"):
            second.hear(url, f"den.local:{chat.port}")


def test_each_of_many_networks_is_told_the_address_that_is_its_own(
    lan: Lan, tmp_path: Path
) -> None:
    first, second = lan.machine("den"), lan.machine("kitchen")
    pairs = [first.join(second, number) for number in range(1, CARDS)]
    ours = [first.address, *(own for own, _ in pairs)]
    theirs = [second.address, *(other for _, other in pairs)]
    with first.chat(tmp_path / "a", "--name", "Den") as chat:
        assert eventually(lambda: chat.called, seconds=40) == "den.local"
        told = {other: {own} for own, other in zip(ours, theirs, strict=True)}
        eventually(lambda: second.resolve_on("den.local", *theirs), told.__eq__)
        # One chat, however many networks it is heard on.
        [found] = second.find()
        assert found["answers"] is True
        assert found["urls"][0] in [f"http://{own}:{chat.port}/" for own in ours]


def test_who_asks_from_elsewhere_is_not_answered(lan: Lan, tmp_path: Path) -> None:
    """A question through the internet, in the name of who is to get the answers."""
    first, second = lan.machine("den"), lan.machine("kitchen")
    with first.chat(tmp_path / "a") as chat:
        eventually(lambda: chat.called)
        assert second.dig(first, "den.local") == {first.address}
        second.ip("address", "flush", "dev", "eth0")
        second.ip("address", "add", "203.0.113.9/24", "dev", "eth0")
        second.ip("route", "add", "default", "dev", "eth0")
        assert second.dig(first, "den.local") == set()


def test_where_mdns_cannot_be_used_nothing_is_announced_and_a_sentence_says_so(
    lan: Lan, tmp_path: Path
) -> None:
    first = lan.machine("den")
    first.run("sh", "-c", "echo 0 > /proc/sys/net/ipv4/igmp_max_memberships")
    with first.chat(tmp_path / "a") as chat:
        said = "not announced on this network by mDNS: the network card takes no multicast"
        eventually(lambda: said in chat.log_lines())
        assert chat.called == ""


def test_who_looks_around_notices_a_network_that_comes_later(lan: Lan, tmp_path: Path) -> None:
    first, second = lan.machine("den"), lan.machine("kitchen")
    second.ip("address", "flush", "dev", "eth0")
    with first.chat(tmp_path / "a", "--name", "Den") as chat, second.watching() as there:
        eventually(lambda: chat.called)
        second.configure()
        eventually(there, ["Den"].__eq__)


def test_a_network_of_ipv6_only_is_enough(lan: Lan, tmp_path: Path) -> None:
    first, second = lan.machine("den"), lan.machine("kitchen")
    address = first.only_ipv6()
    second.only_ipv6()
    with first.chat(tmp_path / "a", "--name", "Den", host="") as chat:
        assert eventually(lambda: chat.called) == "den.local"
        [found] = second.find()
        assert (found["name"], found["answers"]) == ("Den", True)
        assert found["urls"][0] == f"http://[{address}]:{chat.port}/"
