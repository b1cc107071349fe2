"""What a chat is called that nobody gave a name."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from appliance.host.called import after
from tests.running import RunningServer


@pytest.mark.parametrize(
    ("machine", "name"),
    [
        ("ann-laptop", "Chat on ann-laptop"),
        ("ann-laptop.example.org", "Chat on ann-laptop"),
        ("Änne's Mac", "Chat on Änne's Mac"),
        ("localhost", "Chat"),
        ("localhost.localdomain", "Chat"),
        ("", "Chat"),
        ("den\u202e", "Chat"),
        ("den\udcff", "Chat"),
    ],
)
def test_it_is_called_after_its_machine(machine: str, name: str) -> None:
    assert after(machine) == name


def test_it_is_called_so_wherever_its_name_is_told(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data") as server:
        assert server.get("/about")["name"] == after(socket.gethostname())
    with RunningServer(tmp_path / "data", "--name", "Ground floor") as server:
        assert server.get("/about")["name"] == "Ground floor"
