"""A container from its start to its end, and how it says what is wrong."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.disk import fill
from tests.forms.container.container import RunningContainer, becomes
from tests.forms.container.engine import HARDENED, Engine
from tests.running import eventually
from tests.server.raw import RawClient, get, poll

CROWD = 5_000
PUBLIC = "http://192.0.2.7:8080/"


@pytest.fixture
def volume(engine: Engine) -> Iterator[str]:
    """The name of an empty volume."""
    name = f"chat-test-{os.getpid()}"
    engine.podman("volume", "create", name)
    yield name
    engine.podman("volume", "rm", "--force", name)


def test_it_stops_in_time_with_thousands_of_polls(container: RunningContainer) -> None:
    container.post("before")
    with ExitStack() as opened:
        crowd = [opened.enter_context(RawClient(container.port)) for _ in range(CROWD)]
        for client in crowd:
            client.send(poll(1))
        eventually(lambda: container.metric("chat_polls_parked"), lambda now: now == CROWD, 60)
        asked = time.time()
        assert container.stop() == 0
        # Each of them is answered before the end, and told that this is it.
        last = [client.answer() for client in crowd]
    state = container.engine.podman(
        "inspect", "--format", "{{.State.ExitCode}} {{.State.FinishedAt.UnixMilli}}", container.name
    )
    code, finished = state.split()
    assert code == "0"
    # Well before any engine kills what does not stop (10 s): nothing waits for a poll's own end.
    assert int(finished) / 1_000 - asked < 5.0
    assert {(answer.status, answer.closes) for answer in last} == {(200, True)}


def test_the_chat_is_its_first_process(container: RunningContainer) -> None:
    inner = Path("/proc", str(container.inner_pid))
    assert Path(inner, "cmdline").read_bytes().startswith(b"chat-appliance\0serve\0")
    assert re.search(r"^NSpid:\t\d+\t1$", Path(inner, "status").read_text(), re.MULTILINE)
    assert re.search(r"^Uid:\t12345\t", Path(inner, "status").read_text(), re.MULTILINE)


def test_as_anybody_would_start_it_and_again_from_a_new_image(
    engine: Engine, image: str, tmp_path: Path, volume: str
) -> None:
    for number in range(2):
        with RunningContainer(engine, image, tmp_path / "x", volume=volume, run=()) as plain:
            assert plain.post(f"from container {number}")["id"] == number + 1
            assert plain.do("health").stdout == "ok\n"
            plain.kill()
            plain.start()
            said = [entry["message"] for entry in plain.log()]
            assert said == [f"from container {each}" for each in range(number + 1)]


def logged(container: RunningContainer) -> list[str]:
    return container.engine.podman("logs", container.name).splitlines()


def test_its_log_is_lines_on_standard_output_and_its_addresses_come_with_a_warning(
    container: RunningContainer,
) -> None:
    with RawClient(container.port) as client:
        assert client.ask(get("/healthz")).status == 200
    assert container.stop() == 0
    lines = logged(container)
    first, address, warning, kept, hint, ready, *_, last = lines
    assert first == "Chat is open. Inside of its container it is at:"
    assert re.fullmatch(r"    http://[\d.]+:8080/", address)
    assert "CHAT_PUBLIC_URL" in warning
    assert kept == "Everything is kept in /data"
    assert hint == "Press Ctrl-C to stop."
    assert ready == "ready http://127.0.0.1:8080/"
    assert last == "The chat is closed. Everything that was said is kept."
    assert "\x1b" not in "".join(lines)
    assert own_words(container.errors.read_text()) == []


def own_words(errors: str) -> list[str]:
    """What is on standard error and not from podman itself, which may miss systemd."""
    return [line for line in errors.splitlines() if not line.startswith("time=")]


def test_every_line_of_its_log_can_be_json(engine: Engine, image: str, tmp_path: Path) -> None:
    run = ("--volume", f"{_own_folder(tmp_path)}:/data", image, "serve", "--log-format", "json")
    name = engine.podman("run", "--detach", *HARDENED, *run)

    def records() -> list[dict[str, Any]]:
        return [json.loads(line) for line in engine.podman("logs", name).splitlines()]

    try:
        eventually(records, lambda said: any(each.get("event") == "ready" for each in said))
        engine.podman("stop", name)
        assert records()[-1]["event"] == "closed"
    finally:
        engine.podman("rm", "--force", name)


def _own_folder(folder: Path) -> Path:
    own = folder / "own"
    own.mkdir()
    own.chmod(0o2770)
    return own


def test_the_public_address_is_shown_everywhere(engine: Engine, image: str, tmp_path: Path) -> None:
    run = (*HARDENED, "--env", f"CHAT_PUBLIC_URL={PUBLIC}")
    with RunningContainer(engine, image, tmp_path / "data", run=run) as container:
        assert container.get("/about")["addresses"] == [PUBLIC]
        invite = container.get("/invite")
        assert [address["url"] for address in invite["addresses"]] == [PUBLIC]
        assert [hint for hint in invite["hints"] if hint["cause"] == "container"] == []
        with RawClient(container.port) as client:
            assert client.ask(get(f"/invite/qr.svg?url={PUBLIC}")).status == 200
        lines = logged(container)
    assert lines[0] == "Chat is open. Join from any device on this network:"
    assert lines[1] == f"    {PUBLIC}"
    assert "container" not in "".join(lines)


def test_a_volume_that_is_somebody_elses_is_told_with_what_mends_it(
    engine: Engine, image: str, tmp_path: Path, volume: str
) -> None:
    # An engine gives a volume to its first user; later ones find it as it is.
    engine.podman("run", "--rm", "--volume", f"{volume}:/data", image, "--version")
    folder = Path(engine.inspect(volume)["Mountpoint"])
    os.chown(folder, 0, 0)
    folder.chmod(0o755)
    refused = engine.tried("run", "--rm", *HARDENED, "--volume", f"{volume}:/data", image)
    assert refused.returncode == 78
    (said,) = refused.stdout.splitlines()
    assert "The data folder /data cannot be written to" in said
    assert "user 12345" in said
    mend = said.partition("sudo ")[2]
    assert shlex.split(mend) == ["chown", "-R", "12345:0", str(folder)]
    subprocess.run(shlex.split(mend), check=True)
    with RunningContainer(engine, image, tmp_path / "x", volume=volume) as container:
        assert container.post("mended")["id"] == 1


def test_a_volume_that_is_mounted_for_reading_only_is_told(
    engine: Engine, image: str, volume: str
) -> None:
    mounted = ("--volume", f"{volume}:/data:ro")
    refused = engine.tried("run", "--rm", *HARDENED, *mounted, image)
    assert refused.returncode == 78
    assert "/data cannot be written to: Read-only file system. Mount it writable" in refused.stdout


def test_its_health_follows_the_folder(container: RunningContainer) -> None:
    becomes(container, healthy=True)
    container.data.chmod(0o550)
    becomes(container, healthy=False)
    assert "cannot be written to any more" in container.do("health").stderr
    container.data.chmod(0o2770)
    becomes(container, healthy=True)
    assert container.post("after")["id"] == 1


def test_its_health_follows_the_disk(engine: Engine, image: str, small_disk: Path) -> None:
    small_disk.chmod(0o2770)
    with RunningContainer(engine, image, small_disk / "data") as container:
        becomes(container, healthy=True)
        filler = small_disk / "filler"
        fill(filler)
        becomes(container, healthy=False)
        filler.unlink()
        becomes(container, healthy=True)


def test_a_server_that_hangs_is_unhealthy(container: RunningContainer) -> None:
    becomes(container, healthy=True)
    os.kill(container.inner_pid, signal.SIGSTOP)
    becomes(container, healthy=False)
    os.kill(container.inner_pid, signal.SIGCONT)
    becomes(container, healthy=True)


def test_a_command_inside_prints_the_link_of_the_admin(container: RunningContainer) -> None:
    token = (container.data / "admin.token").read_text().strip()
    assert container.do("admin").stdout == f"http://127.0.0.1:8080/admin?token={token}\n"
    assert token not in "".join(logged(container))


def test_nobody_can_be_locked_out_from_inside(container: RunningContainer) -> None:
    token = (container.data / "admin.token").read_text().strip()
    with RawClient(container.port) as client:
        cookie = client.ask(get(f"/admin?token={token}")).headers["set-cookie"].partition(";")[0]
        body = b'{"shared": false}'
        head = ("Content-Type: application/json", f"Content-Length: {len(body)}")
        answer = client.ask(get("/sharing", f"Cookie: {cookie}", *head, method="PUT") + body)
    assert answer.status == 409
    assert "-p 127.0.0.1:8080:8080" in answer.json["description"]
    assert container.get("/invite")["shared"]
