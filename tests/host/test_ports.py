"""Which port is taken, and which is only in the way."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.errors import Starting
from appliance.host.ports import on_free_port
from tests.cli.command import Running
from tests.conftest import unavailable
from tests.users import NOBODY, as_user

OPEN_FROM = 8083
"""Ports below need more rights in the namespace of the test."""


@pytest.fixture
def beside() -> Iterator[int]:
    """The port of a program that listens on ::1 only, beside which all of IPv4 can be had."""
    with socket.socket(socket.AF_INET6) as listener:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            listener.bind(("::1", 0))
        except OSError:
            unavailable("this machine has no IPv6")
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_at_which_another_program_answers_here_is_passed_over(beside: int) -> None:
    found = on_free_port(lambda port: port, ["0.0.0.0"], beside, chosen=False)
    assert found != beside


def test_a_program_of_another_family_does_not_take_a_port_that_was_chosen(beside: int) -> None:
    assert on_free_port(lambda port: port, ["0.0.0.0"], beside, chosen=True) == beside


@pytest.mark.parametrize("hosts", [[""], ["::"]])
def test_one_that_was_chosen_and_is_answered_is_taken(beside: int, hosts: list[str]) -> None:
    with pytest.raises(Starting, match=f"Port {beside} is taken"):
        on_free_port(lambda port: port, hosts, beside, chosen=True)


def test_where_nobody_is_it_is_the_first(beside: int) -> None:
    for hosts in (["127.0.0.1"], ["127.0.0.1", "::1"]):
        found = on_free_port(lambda port: port, hosts, beside, chosen=False)
        assert (found == beside) is (len(hosts) == 1)


def test_the_port_it_had_is_the_first_that_is_tried(beside: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]
        found = on_free_port(lambda port: port, ["127.0.0.1"], beside, chosen=False, kept=taken)
        assert found == beside
    assert on_free_port(lambda port: port, ["127.0.0.1"], 1, chosen=False, kept=taken) == taken


def test_a_chat_stays_where_it_had_to_go_until_it_cannot(tmp_path: Path) -> None:
    """Its address was given away meanwhile."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        unavailable("a network namespace needs root and unshare (apt-get install util-linux)")
    wrap = ("unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")
    ready = [_ready(tmp_path, wrap, busy) for busy in (8080, None, 8081, None)]
    assert [line.rsplit(":")[-1] for line in ready] == ["8081/", "8081/", "8080/", "8080/"]


def _ready(data: Path, wrap: tuple[str, ...], busy: int | None) -> str:
    """The last line of a chat that begins while another program is at the port `busy`."""
    program = f"""
import os, socket, sys
if {busy}:
    os.set_inheritable(socket.create_server(("127.0.0.1", {busy})).detach(), True)
os.execv(sys.argv[1], sys.argv[1:])
"""
    python = (*wrap, sys.executable, "-c", program)
    serve = ("serve", "--announce", "off", "--data", str(data))
    with Running(*serve, env={"CHAT_PORT": ""}, wrap=python) as running:
        said = running.out()
        while not said[-1].startswith("ready "):
            said += running.out()
    return said[-1]


def test_ports_that_the_system_keeps_are_passed_over(open_folder: Path) -> None:
    """Windows does so with whole ranges; a Linux can be told to."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        unavailable("a network namespace needs root and unshare (apt-get install util-linux)")
    open_folder.chmod(0o777)
    setting = "/proc/sys/net/ipv4/ip_unprivileged_port_start"
    begin = f'echo {OPEN_FROM} >{setting} && ip link set lo up && cd / && exec "$@"'
    wrap = ("unshare", "--net", "sh", "-c", begin, "sh")
    as_nobody = as_user(NOBODY)
    serve = ("serve", "--announce", "off", "--data", str(open_folder / "data"))
    env = {"PYTHONPATH": os.fspath(Path(__file__).parents[2]), "CHAT_PORT": ""}
    with Running(*serve, env=env, wrap=(*wrap, *as_nobody)) as running:
        said = running.out()
        while not said[-1].startswith("ready "):
            said += running.out()
    assert said[-1] == f"ready http://127.0.0.1:{OPEN_FROM}/"
    assert f"Port 8080 is taken, so it is at port {OPEN_FROM}." in said
    refused = (*serve, "--port", "8081")
    with Running(*refused, env=env, wrap=(*wrap, *as_nobody)) as running:
        assert "The system keeps port 8081 for itself" in running.err()
        assert running.wait() == 78
