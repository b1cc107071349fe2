"""Several machines on one network: chats are found by others, by address and by name."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import zeroconf

from tests.network.discovery.lan import Lan
from tests.running import eventually


@pytest.fixture
def lan() -> Iterator[Lan]:
    with Lan() as made:
        yield made


def test_a_second_machine_finds_the_chat_joins_and_talks(lan: Lan, tmp_path: Path) -> None:
    first, second = lan.machine("Den"), lan.machine("kitchen")
    with first.chat(tmp_path / "a", "--name", "Garden party") as chat:
        assert eventually(lambda: chat.called) == "den.local"
        [found] = second.find()
        assert found["name"] == "Garden party"
        assert found["host"] == "den.local"
        assert found["answers"] is True
        by_address, by_name = found["urls"]
        assert by_address == f"http://{first.address}:{chat.port}/"
        assert by_name == f"http://den.local:{chat.port}/"
        assert second.resolve("den.local") == {first.address}
        assert second.dig(first, "den.local") == {first.address}
        assert second.say(by_address, "hello")["status"] == "sent"
        assert second.hear(by_address, f"den.local:{chat.port}") == ["hello"]


def test_a_third_with_the_same_name_gets_another(lan: Lan, tmp_path: Path) -> None:
    first, second, third = lan.machine("den"), lan.machine("kitchen"), lan.machine("den")
    with first.chat(tmp_path / "a") as chat:
        assert eventually(lambda: chat.called) == "den.local"
        with third.chat(tmp_path / "b") as other:
            assert eventually(lambda: other.called) == "den-2.local"
            assert second.resolve("den.local") == {first.address}
            assert second.resolve("den-2.local") == {third.address}
            found = second.find()
            assert {chat["host"] for chat in found} == {"den.local", "den-2.local"}
            # Both are called after their machine, and both are there under that name.
            assert [chat["name"] for chat in found] == ["Chat on den", "Chat on den"]


def test_two_started_at_the_same_moment_end_with_different_names(lan: Lan, tmp_path: Path) -> None:
    first, second = lan.machine("den"), lan.machine("den")
    with first.chat(tmp_path / "a") as chat, second.chat(tmp_path / "b") as other:
        names = {eventually(lambda: chat.called), eventually(lambda: other.called)}
        assert names == {"den.local", "den-2.local"}
        assert first.resolve(chat.called) == {first.address}
        assert first.resolve(other.called) == {second.address}


def test_two_networks_that_become_one_settle_who_has_the_name(lan: Lan, tmp_path: Path) -> None:
    first, second = lan.machine("den"), lan.machine("den")
    lan.plug(second, on=False)
    with first.chat(tmp_path / "a") as chat, second.chat(tmp_path / "b") as other:
        assert eventually(lambda: chat.called) == "den.local"
        assert eventually(lambda: other.called) == "den.local"
        lan.plug(second, on=True)
        # Nothing is said on a quiet network; the next question for the name brings it out.
        first.find(1)
        first.resolve("den.local")
        eventually(lambda: {chat.called, other.called}, {"den.local", "den-2.local"}.__eq__)
        eventually(lambda: first.resolve(chat.called), {first.address}.__eq__)
        eventually(lambda: first.resolve(other.called), {second.address}.__eq__)


def test_several_chats_of_one_machine_share_its_name(lan: Lan, tmp_path: Path) -> None:
    first, second = lan.machine("den"), lan.machine("kitchen")
    with first.chat(tmp_path / "a") as chat:
        assert eventually(lambda: chat.called) == "den.local"
        with first.chat(tmp_path / "b") as other:
            assert eventually(lambda: other.called) == "den.local"
            found = second.find()
            assert {chat["urls"][0] for chat in found} == {
                f"http://{first.address}:{each.port}/" for each in (chat, other)
            }


def test_a_new_address_is_announced(lan: Lan, tmp_path: Path) -> None:
    first, second = lan.machine("den"), lan.machine("kitchen")
    with first.chat(tmp_path / "a") as chat:
        eventually(lambda: chat.called)
        first.ip("address", "add", "198.51.100.77/24", "dev", "eth0")
        eventually(lambda: second.resolve("den.local"), {first.address, "198.51.100.77"}.__eq__)


def test_a_network_that_comes_later_is_announced_on(lan: Lan, tmp_path: Path) -> None:
    first, second = lan.machine("den"), lan.machine("kitchen")
    first.ip("address", "flush", "dev", "eth0")
    with first.chat(tmp_path / "a") as chat:
        assert second.find(1) == []
        first.configure()
        eventually(lambda: chat.called)
        assert len(second.find()) == 1


def test_one_that_is_not_to_be_announced_is_not_found(lan: Lan, tmp_path: Path) -> None:
    first, second, third = (lan.machine(name) for name in ("den", "kitchen", "attic"))
    with (
        first.chat(tmp_path / "a", "--announce", "off"),
        third.chat(tmp_path / "b", "--name", "The other") as other,
    ):
        eventually(lambda: other.called)
        assert [chat["name"] for chat in second.find()] == ["The other"]


def test_it_says_goodbye_at_the_end(lan: Lan, tmp_path: Path) -> None:
    first, second = lan.machine("den"), lan.machine("kitchen")
    with second.watching() as there, first.chat(tmp_path / "a", "--name", "Den") as chat:
        eventually(there, ["Den"].__eq__)
        assert chat.stop() == 0
        eventually(there, [].__eq__)
        assert second.resolve("den.local") == set()


def test_the_switch_says_goodbye_and_hello(lan: Lan, tmp_path: Path) -> None:
    first, second = lan.machine("den"), lan.machine("kitchen")
    with second.watching() as there, first.chat(tmp_path / "a", "--name", "Den", host="") as chat:
        eventually(there, ["Den"].__eq__)
        chat.share(False)
        eventually(there, [].__eq__)
        assert second.resolve("den.local") == set()
        chat.share(True)
        eventually(there, ["Den"].__eq__)
        assert second.resolve("den.local") == {first.address}


def test_nothing_is_said_after_the_goodbye(lan: Lan) -> None:
    ended = lan.machine("den").run(sys.executable, "-m", "tests.network.discovery.briefly")
    assert ended.returncode == 0, ended.stderr
    heard = json.loads(ended.stdout)
    assert heard[0] > 0
    assert heard[-1] == 0


def test_without_the_port_the_chat_runs_all_the_same(lan: Lan, tmp_path: Path) -> None:
    first, second = lan.machine("den"), lan.machine("kitchen")
    with first.squatter(), first.chat(tmp_path / "a") as chat:
        reason = "The chat is not announced on this network by mDNS: Address already in use"
        eventually(lambda: reason in chat.log_lines())
        url = f"http://{first.address}:{chat.port}/"
        assert second.say(url, "hello")["status"] == "sent"
        assert chat.stop() == 0
        assert chat.log_lines().count("announced") == 1


def test_finding_nothing_is_an_exit_code_with_a_sentence(lan: Lan) -> None:
    ended = lan.machine("den").find_plainly(1)
    assert ended.returncode == 69
    assert ended.stderr.startswith("chat-appliance: No chat was found on this network.")
    assert ended.stdout == ""


def test_where_looking_is_impossible_a_sentence_says_so(lan: Lan) -> None:
    machine = lan.machine("den")
    with machine.squatter():
        ended = machine.find_plainly(3)
    assert ended.returncode == 69
    assert "cannot be looked for: Address already in use" in ended.stderr


def test_it_lists_names_and_addresses_for_people(lan: Lan, tmp_path: Path) -> None:
    first, second = lan.machine("den"), lan.machine("kitchen")
    with first.chat(tmp_path / "a", "--name", "Garden party") as chat:
        eventually(lambda: chat.called)
        ended = second.find_plainly(2)
        assert ended.returncode == 0
        assert ended.stderr == ""
        assert ended.stdout.split("  ") == [
            "Garden party",
            *[""] * 6,
            f"http://{first.address}:{chat.port}/\n",
        ]


def test_pure_python_is_enough(lan: Lan, tmp_path: Path) -> None:
    """An executable may leave out zeroconf's compiled modules for their size."""
    first, second = lan.machine("den"), lan.machine("kitchen")
    plain = uncompiled(tmp_path / "plain")
    with first.chat(tmp_path / "a", path=plain) as chat:
        assert eventually(lambda: chat.called) == "den.local"
        assert len(second.find(path=plain)) == 1


def uncompiled(folder: Path) -> Path:
    """A folder with zeroconf as it is without its compiled modules."""
    shutil.copytree(
        Path(zeroconf.__file__).parent,
        folder / "zeroconf",
        ignore=shutil.ignore_patterns("*.so", "*.pyd", "*.pxd", "__pycache__"),
    )
    return folder
