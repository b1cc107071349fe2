"""A third device on the network that says what it should not: two others find each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.network.discovery.visits import MOST_SILENT
from tests.network.discovery.hostile import SPEAKERS
from tests.network.discovery.lan import Chat, Lan
from tests.running import eventually


@pytest.fixture
def lan() -> Iterator[Lan]:
    with Lan() as made:
        yield made


@pytest.fixture(scope="module")
def den(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lan, Chat]]:
    """A network with a chat on it."""
    folder = tmp_path_factory.mktemp("den")
    with Lan() as made, made.machine("den").chat(folder / "a", "--name", "Den") as chat:
        eventually(lambda: chat.called, seconds=40)
        yield made, chat


@pytest.mark.parametrize("kind", SPEAKERS)
def test_two_find_each_other_whatever_a_third_says(den: tuple[Lan, Chat], kind: str) -> None:
    network, chat = den
    second, third = network.machine("kitchen"), network.machine("attic")
    with third.hostile(kind):
        ended = second.find_plainly(2)
    assert ended.stderr == ""
    there = [line for line in ended.stdout.splitlines() if "not answer" not in line]
    [line] = there
    assert line.startswith("Den ")
    assert line.endswith(f" http://{chat.machine.address}:{chat.port}/")
    assert len(ended.stdout.splitlines()) - len(there) <= MOST_SILENT
    assert "\x1b" not in ended.stdout
    assert "Traceback" not in chat.log_lines()


def test_one_that_is_always_about_to_take_the_name_gets_it_and_no_more(
    lan: Lan, tmp_path: Path
) -> None:
    first, second, third = (lan.machine(name) for name in ("den", "kitchen", "attic"))
    with third.hostile("probes"), first.chat(tmp_path / "a", "--name", "Den") as chat:
        assert eventually(lambda: chat.called) == "den-2.local"
        assert second.resolve("den-2.local") == {first.address}


def test_one_that_claims_every_name_keeps_nobody_from_being_found(lan: Lan, tmp_path: Path) -> None:
    first, second, third = (lan.machine(name) for name in ("den", "kitchen", "attic"))
    with third.hostile("claims"), first.chat(tmp_path / "a", "--name", "Den") as chat:
        name = eventually(lambda: chat.called, seconds=40)
        assert re.fullmatch(r"den-[0-9a-f]{16}\.local", name)
        eventually(lambda: chat.log_lines().count("claim every name") == 1)
        [found] = second.find()
        assert (found["name"], found["host"]) == ("Den", name)
        assert second.resolve(name) == {first.address}
