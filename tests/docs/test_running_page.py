"""Every command on the page for the one who runs the chat is run; see `world` for what is real."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from appliance import settings
from appliance.cli.terminal.exit import CONFIGURATION, TAKEN
from tests.conftest import unavailable
from tests.docs.page import CONTAINERS, SECTIONS, SYSTEMD, TEXT, blocks
from tests.docs.world import STOOD_IN, World
from tests.forms.container.engine import Engine
from tests.running import ROOT
from tests.server.island import Island

ELSEWHERE = [
    title
    for title, section in SECTIONS.items()
    if section.blocks and title not in (SYSTEMD.title, *CONTAINERS)
]


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[World]:
    """A machine without containers, on a network of its own: nobody else is at its port 8080."""
    if shutil.which("curl") is None:
        unavailable("curl is not installed (apt-get install curl)")
    with Island() as island:
        world = World(tmp_path / "machine", wrap=island.command)
        try:
            yield world
        finally:
            world.end()


@pytest.fixture
def docker(engine: Engine, image: str, usual_port: None) -> Iterator[World]:
    """A machine with containers of its own, and with the image."""
    if shutil.which("podman-compose") is None:
        unavailable("podman-compose is not installed (apt-get install podman-compose)")
    with socket.socket() as free:
        if free.connect_ex(("127.0.0.1", 8080)) == 0:
            unavailable("port 8080 is taken; the page says that port")
    # Podman wants a short path. The last name becomes that of compose's network.
    short = Path(tempfile.mkdtemp(prefix="chat-"))
    project = f"chat-{os.getpid()}"
    world = World(short / project, engine.environment)
    engine.podman("save", "--quiet", "--output", str(short / "image.tar"), image)
    try:
        world.run(f"podman load --quiet --input {short}/image.tar")
        world.run(f"podman tag {image} localhost/chat-appliance")
        yield world
    finally:
        world.run("podman rm --all --force --time 0")
        world.run(f"podman network rm --force {project}_default")
        overlay = world.folder / "storage" / "overlay"
        subprocess.run(["umount", "--lazy", overlay], check=False, capture_output=True)
        shutil.rmtree(short)


def run_block(world: World, block: Sequence[str]) -> list[str]:
    """What each of the commands printed."""
    return [world.run(command) for command in block]


def say(world: World, message: str) -> None:
    world.run(f"curl --fail --silent -d nick=Ada -d 'message={message}' http://localhost:8080/pub")


def send(world: World, name: str) -> None:
    """A file in which its own name stands."""
    (world.folder / name).write_text(name)
    world.run(f"curl --fail --silent -F file=@{name} 'http://localhost:8080/files?room=lobby'")


def history(world: World) -> list[dict[str, Any]]:
    """What was said in the lobby."""
    told = world.run("curl --fail --silent http://localhost:8080/rooms/lobby/messages")
    found: list[dict[str, Any]] = json.loads(told)["messages"]
    return found


def only_what_was_said_before_is_there(world: World) -> None:
    """Once the chat is there again."""
    curl = "curl --fail --silent --retry 10 --retry-delay 1 --retry-all-errors"
    world.run(f"{curl} http://localhost:8080/healthz")
    log = history(world)
    said = [entry["message"] for entry in log]
    assert "before the backup" in said
    assert "after the backup" not in said
    [file] = [file for entry in log for file in entry.get("files", ())]
    there = world.run(f"curl --fail --silent http://localhost:8080/files/{file['id']}")
    assert there == file["name"] == "sent-before"


def test_with_systemd(machine: World) -> None:
    start, journal, back_up, restore, update = SYSTEMD.blocks
    run_block(machine, start)
    say(machine, "before the backup")
    send(machine, "sent-before")
    [said] = run_block(machine, journal)
    assert "ready http://127.0.0.1:8080/" in said
    run_block(machine, back_up)
    say(machine, "after the backup")
    send(machine, "sent-after")
    run_block(machine, restore)
    only_what_was_said_before_is_there(machine)
    *_, version = run_block(machine, update)
    assert re.search(r"\d+\.\d+", version)
    only_what_was_said_before_is_there(machine)
    assert {note.split()[0] for note in machine.noted} == {"useradd", "systemctl"}


def test_the_unit_has_a_port_and_waits_for_it() -> None:
    unit = (ROOT / "docs" / "chat.service").read_text("utf-8")
    assert " CHAT_PORT=8080 " in unit
    [final] = re.findall("^RestartPreventExitStatus=(.*)$", unit, re.MULTILINE)
    assert final.split() == [str(CONFIGURATION)] != [str(TAKEN)]


@pytest.mark.parametrize("title", ELSEWHERE)
def test_elsewhere_on_the_page(machine: World, title: str) -> None:
    run_block(machine, SYSTEMD.blocks[0])
    for block in SECTIONS[title].blocks:
        run_block(machine, block)


@pytest.mark.parametrize("title", CONTAINERS)
def test_in_a_container(docker: World, title: str) -> None:
    start, back_up, restore, update = SECTIONS[title].blocks
    run_block(docker, start)
    say(docker, "before the backup")
    send(docker, "sent-before")
    run_block(docker, back_up)
    say(docker, "after the backup")
    send(docker, "sent-after")
    run_block(docker, restore)
    only_what_was_said_before_is_there(docker)
    run_block(docker, update)
    only_what_was_said_before_is_there(docker)


def test_the_metrics_on_the_page_are_there(machine: World) -> None:
    run_block(machine, SYSTEMD.blocks[0])
    plain, with_token = SECTIONS["Metrics"].blocks
    [said] = run_block(machine, plain)
    assert "# TYPE" in run_block(machine, with_token)[-1]
    named = re.findall(r"^\| `(\w+)` \|", SECTIONS["Metrics"].text, re.MULTILINE)
    assert len(named) > 5
    served = re.findall(r"^# TYPE (\w+) ", said, re.MULTILINE)
    assert set(named) <= set(served)
    ours = {name for name in served if name.startswith("chat_") and not name.endswith("_created")}
    assert ours <= set(named)


@pytest.mark.parametrize("text", blocks("toml"))
def test_the_settings_on_the_page_can_be_read(tmp_path: Path, text: str) -> None:
    (tmp_path / settings.FILE_NAME).write_text(text)
    read = settings.read({"data": str(tmp_path)}, {})
    assert read.chosen > {"host", "trusted_proxies", "public_url"}


def test_the_page_says_what_stands_in_for_what() -> None:
    used = " ".join(
        command for one in SECTIONS.values() for block in one.blocks for command in block
    )
    assert not [name for name in STOOD_IN if name not in used]
    assert "is a stand-in" in TEXT
