"""Which reasons are told why nobody gets through: only those that can apply."""

from __future__ import annotations

from pathlib import Path

import pytest

from appliance.network.firewalls import firewall_hints
from appliance.network.interfaces import CONTAINER, NETWORK, OTHER, VPN, Interface
from appliance.network.obstacles import bridge, isolation


def machine(root: Path, *programs: str, **files: str) -> Path:
    """A root folder with these programs, and files by their path with - for /."""
    for program in programs:
        path = root / "usr/sbin" / program
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(0o755)
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def commands(root: Path) -> list[str | None]:
    return [hint.command for hint in firewall_hints(8123, root)]


def test_without_a_firewall_there_is_no_hint(tmp_path: Path) -> None:
    assert commands(machine(tmp_path)) == []


@pytest.mark.parametrize(("said", "hinted"), [("yes", True), ("no", False), ('"no"', False)])
def test_ufw_is_told_of_unless_it_is_off(tmp_path: Path, said: str, hinted: bool) -> None:
    (tmp_path / "etc/ufw").mkdir(parents=True)
    (tmp_path / "etc/ufw/ufw.conf").write_text(f"# ENABLED=no\nENABLED={said}\n")
    expected = ["sudo ufw allow 8123/tcp"] if hinted else []
    assert commands(machine(tmp_path, "ufw")) == expected


def test_ufw_whose_state_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    assert commands(machine(tmp_path, "ufw")) == ["sudo ufw allow 8123/tcp"]


def test_firewalld_is_told_of_while_it_runs(tmp_path: Path) -> None:
    assert commands(machine(tmp_path, "firewalld", proc__12__comm="bash\n")) == []
    machine(tmp_path, proc__13__comm="firewalld\n")
    assert commands(tmp_path) == [
        "sudo firewall-cmd --permanent --add-port=8123/tcp && sudo firewall-cmd --reload"
    ]


def test_isolation_is_told_of_where_there_is_wi_fi() -> None:
    wired = Interface("eth0", NETWORK, False, ("198.51.100.5",))
    radio = Interface("wlan0", NETWORK, True, ("198.51.100.6",))
    assert isolation([wired]) == []
    assert [hint.cause for hint in isolation([wired, radio])] == ["isolation"]


def test_the_bridge_is_told_of_where_there_is_nothing_else() -> None:
    def one(kind: str) -> Interface:
        return Interface("x", kind, False, ("198.51.100.7",))

    assert [hint.cause for hint in bridge([one(CONTAINER), one(OTHER)])] == ["container"]
    assert bridge([one(CONTAINER), one(NETWORK)]) == []
    assert bridge([one(CONTAINER), one(VPN)]) == []
    assert bridge([one(OTHER)]) == []
