"""Two machines on one network, and the container on a third."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Self

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.neighbours import as_file
from tests.browser.people import People
from tests.conftest import CHROMIUM_OPTIONS, chromium, unavailable
from tests.forms.container.container import RunningContainer
from tests.forms.container.engine import HARDENED, Engine
from tests.surroundings import elsewhere

HOST: Final = "198.51.100.1"
MACHINES: Final = ("198.51.100.11", "198.51.100.12")
"""For documentation (RFC 5737): nothing on this machine leads there but the bridge."""


class Lan:
    """A bridge of this machine, with a network namespace for each of the other machines."""

    def __init__(self) -> None:
        self._bridge = f"chat{os.getpid()}"
        self._names = [f"chat-machine-{os.getpid()}-{number}" for number in range(len(MACHINES))]

    def __enter__(self) -> Self:
        try:
            self._make()
        except (OSError, subprocess.CalledProcessError) as error:
            self.__exit__()
            unavailable(f"no network of several machines here: {error}")
        return self

    def __exit__(self, *_: object) -> None:
        for words in (
            *(("netns", "delete", name) for name in self._names),
            ("link", "delete", self._bridge),
        ):
            subprocess.run(["ip", *words], check=False, capture_output=True)

    def command(self, machine: int, *words: str) -> tuple[str, ...]:
        """`words` as a command on one of the machines."""
        return elsewhere(self._names[machine], *words)

    def _make(self) -> None:
        _ip("link", "add", self._bridge, "type", "bridge")
        _ip("address", "add", f"{HOST}/24", "dev", self._bridge)
        _ip("link", "set", self._bridge, "up")
        for number, (name, address) in enumerate(zip(self._names, MACHINES, strict=True)):
            cable = f"{self._bridge}-{number}"
            _ip("netns", "add", name)
            _ip("link", "add", cable, "type", "veth", "peer", "eth0", "netns", name)
            _ip("link", "set", cable, "master", self._bridge, "up")
            _ip("-n", name, "address", "add", f"{address}/24", "dev", "eth0")
            _ip("-n", name, "link", "set", "lo", "up")
            _ip("-n", name, "link", "set", "eth0", "up")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True, timeout=20)


@pytest.fixture
def lan() -> Iterator[Lan]:
    with Lan() as made:
        yield made


@pytest.fixture
def browsers(browser: Browser, lan: Lan, tmp_path: Path) -> Iterator[list[Browser]]:
    """One on each machine."""
    with ExitStack() as stack:
        opened = []
        for number in range(len(MACHINES)):
            program = as_file(lan.command(number, chromium()), tmp_path / f"chromium-{number}")
            launched = browser.browser_type.launch(executable_path=program, args=CHROMIUM_OPTIONS)
            stack.callback(launched.close)
            opened.append(launched)
        yield opened


def test_two_machines_chat_and_are_told_apart(
    engine: Engine, image: str, browsers: list[Browser], tmp_path: Path
) -> None:
    public = f"http://{HOST}:8080/"
    run = (*HARDENED, "--env", f"CHAT_PUBLIC_URL={public}")
    with RunningContainer(engine, image, tmp_path / "data", address=HOST, run=run) as chat:
        groups = [People(browser, chat.url) for browser in browsers]
        ada, bela = (group(nick) for group, nick in zip(groups, ("Ada", "Béla"), strict=True))
        for turn in range(3):
            ada.write(f"ada {turn}")
            expect(bela.row(f"ada {turn}")).to_be_visible()
            bela.write(f"bela {turn}")
            expect(ada.row(f"bela {turn}")).to_be_visible()
        expect(ada.page.locator("#join-address")).to_have_text(public)
        # Each comes with the address of its own machine; the third is this one, which asks.
        assert chat.get("/invite")["reached"]["devices"] == 3
        for group in groups:
            group.leave()
        for person in (ada, bela):
            assert (person.trouble, person.foreign) == ([], [])
        said = [entry["message"] for entry in chat.log()]
    assert said == [f"{name} {turn}" for turn in range(3) for name in ("ada", "bela")]
