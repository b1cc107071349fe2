"""Whichever process is ended, and however: nothing stays behind and nothing acknowledged is lost.

With the browser in place of a window; test_double_click.py has the same with real windows, and with
the bootloader and the unpacked folder of an executable.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forms.form import SOURCE, Form
from tests.running import DEADLINE, eventually
from tests.window.desk import NO_VIEW, Desk, is_alive
from tests.window.parts import BOOTLOADER, SERVER, WINDOW, end_while_others_write, processes


@pytest.fixture
def desk(form: Form, tmp_path: Path, display: str) -> Iterator[Desk]:
    with Desk(tmp_path, NO_VIEW if form.name == SOURCE else form.command) as desk:
        # An executable that has a web view cannot open it there, and takes the browser as well.
        desk.environment |= {"DISPLAY": display, "GDK_BACKEND": "wayland"}
        yield desk


@pytest.mark.acceptance
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("part", [WINDOW, SERVER])
def test_nothing_is_left_and_nothing_is_lost(
    desk: Desk, tmp_path: Path, part: str, number: signal.Signals
) -> None:
    opened = desk.start("window", "--port", "0")
    end_while_others_write(desk, processes(desk, opened.pid), part, number, tmp_path)
    again = desk.start("window", "--port", "0")
    desk.server()
    own = processes(desk, again.pid)
    eventually(lambda: len(desk.unpacked()), lambda count: count == (BOOTLOADER in own))
    again.terminate()
    desk.nothing_is_left()
    assert not desk.unpacked()


def test_the_end_of_a_terminal_ends_all_that_was_started_in_it(desk: Desk) -> None:
    """The kernel tells every process of the group, server and window alike."""
    opened = desk.start("window", "--port", "0")
    desk.server()
    os.killpg(opened.pid, signal.SIGHUP)
    assert opened.wait(DEADLINE) == 0
    desk.nothing_is_left()


def test_a_server_that_does_not_end_is_killed(desk: Desk) -> None:
    opened = desk.start("window", "--port", "0")
    server = desk.server()["pid"]
    subprocess.run(["kill", "-STOP", str(server)], check=True)
    opened.terminate()
    assert opened.wait(DEADLINE) == 0
    assert not is_alive(server)
