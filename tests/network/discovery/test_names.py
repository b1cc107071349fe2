from __future__ import annotations

import pytest

from appliance.network.discovery.names import host_label, instance_label, is_host, numbered


@pytest.mark.parametrize(
    ("machine", "label"),
    [
        ("den", "den"),
        ("Den.example.org", "den"),
        ("Büro PC_3", "buro-pc-3"),
        ("-x-", "x"),
        ("", "chat"),
        ("---", "chat"),
        ("日本", "chat"),
        ("localhost", "chat"),
        ("x" * 70, "x" * 58),
    ],
)
def test_the_label_of_a_machine(machine: str, label: str) -> None:
    assert host_label(machine) == label
    assert is_host(f"{label}.local")


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Garden party", "Garden party"),
        ("v1.0  of\tit", "v1 0 of it"),
        ("...", "Chat"),
        ("é" * 80, "é" * 29),
    ],
)
def test_the_label_of_a_chat(name: str, label: str) -> None:
    assert instance_label(name) == label
    assert len(numbered(label, 9_999).encode()) <= 63


@pytest.mark.parametrize("name", ["", "den", "den.example", "a.b.local", "-.local", "de n.local",
                                  "den.local\n", "dén.local", "x" * 64 + ".local"])  # fmt: skip
def test_what_is_no_name_of_a_machine(name: str) -> None:
    assert not is_host(name)
