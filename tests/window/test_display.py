"""Which displays there are, by what they are called and by what answers there."""

from __future__ import annotations

import select
import socket
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

import pytest

from appliance.environment import displays
from appliance.window.display import Address, addresses, missing

LOCAL = ["\0/tmp/.X11-unix/X7", "/tmp/.X11-unix/X7"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (":7", [*LOCAL, ("localhost", 6007)]),
        (":7.0", [*LOCAL, ("localhost", 6007)]),
        ("unix:7", LOCAL),
        ("unix/:7", LOCAL),
        ("tcp/:7", [("localhost", 6007)]),
        ("localhost:10.0", [("localhost", 6010)]),
        ("tcp/kitchen.example:0", [("kitchen.example", 6000)]),
        ("[::1]:7.1", [("::1", 6007)]),
        ("/run/user/7/org.xquartz:0", ["/run/user/7/org.xquartz:0", "/run/user/7/org.xquartz:0"]),
        ("/run/x:0.1", ["/run/x:0.1", "/run/x:0"]),
        ("unix:/run/x:0", ["/run/x:0", "/run/x:0"]),
        ("kitchen:99999", []),
        (":nowhere", []),
        ("nothing", []),
        ("", []),
    ],
)
def test_an_x11_display_is_where_its_name_says(name: str, expected: Sequence[Address]) -> None:
    assert list(addresses(name)) == expected


def test_nothing_named_is_no_display() -> None:
    assert missing(displays({}), "linux") == "There is no display here"


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_always_have_a_screen(system: str) -> None:
    assert missing(displays({}), system) is None


def test_one_that_answers_is_there(display: str) -> None:
    assert missing(displays({"DISPLAY": display})) is None
    assert missing(displays({"DISPLAY": f"unix{display}.0"})) is None


def test_one_that_drops_who_comes_while_it_begins_anew_is_there_all_the_same(display: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=drop_two_and_let_in, args=(listener, display), daemon=True).start()
        number = listener.getsockname()[1] - 6000
        assert missing(displays({"DISPLAY": f"127.0.0.1:{number}"})) is None


def drop_two_and_let_in(listener: socket.socket, display: str) -> None:
    """Who says something is a client; the first look only whether anybody listens."""
    dropped = 0
    while True:
        client, _ = listener.accept()
        with client:
            greeting = client.recv(4_096)
            if greeting and dropped == 2:
                return let_in(client, greeting, display)
            dropped += bool(greeting)


def let_in(client: socket.socket, greeting: bytes, display: str) -> None:
    with socket.socket(socket.AF_UNIX) as real:
        real.connect(f"/tmp/.X11-unix/X{display.removeprefix(':')}")
        real.sendall(greeting)
        ends = {client: real, real: client}
        while True:
            for one in select.select(list(ends), [], [])[0]:
                said = one.recv(65_536)
                if not said:
                    return
                ends[one].sendall(said)


def test_one_answer_is_enough(display: str, tmp_path: Path) -> None:
    with_wayland_gone = {"DISPLAY": display, "WAYLAND_DISPLAY": str(tmp_path / "wayland-0")}
    assert missing(displays(with_wayland_gone)) is None
    with socket.socket(socket.AF_UNIX) as wayland:
        wayland.bind(str(tmp_path / "wayland-0"))
        named = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
        refuses = f"The display {tmp_path / 'wayland-0'} does not answer"
        assert missing(displays(named)) == refuses
        wayland.listen()
        assert missing(displays({"DISPLAY": ":nowhere", **named})) is None


def test_one_that_listens_and_says_nothing_is_waited_for_no_longer_than_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        name = f"127.0.0.1:{silent.getsockname()[1] - 6000}"
        said = missing(displays({"DISPLAY": name}), seconds=0.2)
        assert said == f"The display {name} does not answer"


def test_one_that_needs_a_cookie_lets_nobody_in_without(closed_display: str) -> None:
    refused = f"The display {closed_display} does not let this program in"
    assert missing(displays({"DISPLAY": closed_display})) == refused
