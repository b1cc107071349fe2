"""What kind of network an interface leads to."""

from __future__ import annotations

import pytest

from appliance.network.interfaces import (
    CONTAINER,
    NETWORK,
    OTHER,
    VPN,
    Traits,
    is_wireless,
    kind_of,
)

CARD = Traits("enp3s0", device=True)
VETH = Traits("veth12ab")

BY_FACTS = [
    (CARD, NETWORK),
    (Traits("strange0", device=True), NETWORK),
    (Traits("wlan0", wireless=True), NETWORK),
    (Traits("x", type="bond"), NETWORK),
    (Traits("enp3s0.5", type="vlan"), NETWORK),
    (Traits("office", type="wireguard"), VPN),
    (Traits("anything", tunnel=True), VPN),
    (Traits("docker0", bridge=True), CONTAINER),
    (Traits("br0", bridge=True, ports=(VETH, CARD)), NETWORK),
    (Traits("br0", bridge=True, ports=(VETH,)), CONTAINER),
    (Traits("x", type="vxlan"), CONTAINER),
]

BY_NAME = [
    *((name, NETWORK) for name in ("eth0", "en0", "enp0s31f6", "wlp2s0", "wwan0", "usb0")),
    *((name, VPN) for name in ("tun0", "tap1", "wg0", "tailscale0", "ztabc123", "utun4", "ppp0")),
    *((name, CONTAINER) for name in ("docker0", "br-0123456789ab", "veth1", "cni0", "podman1")),
    *((name, CONTAINER) for name in ("virbr0", "lxcbr0", "lxdbr0", "vboxnet0", "bridge100")),
    *((name, OTHER) for name in ("lo", "lo0", "ifb1", "dummy0", "awdl0", "llw0", "mystery")),
]

BY_DESCRIPTION = [
    ("Intel(R) Wi-Fi 6 AX201 160MHz", NETWORK),
    ("Realtek PCIe GbE Family Controller", NETWORK),
    ("Microsoft Hyper-V Network Adapter", NETWORK),
    ("Hyper-V Virtual Ethernet Adapter", CONTAINER),
    ("VirtualBox Host-Only Ethernet Adapter", CONTAINER),
    ("TAP-Windows Adapter V9", VPN),
    ("WireGuard Tunnel", VPN),
    ("Bluetooth Device (Personal Area Network)", OTHER),
]


@pytest.mark.parametrize(("traits", "kind"), BY_FACTS)
def test_what_linux_says_tells_the_kind(traits: Traits, kind: str) -> None:
    assert kind_of(traits, contained=False) == kind


@pytest.mark.parametrize(("name", "kind"), BY_NAME)
def test_where_it_says_nothing_the_name_does(name: str, kind: str) -> None:
    assert kind_of(Traits(name), contained=False) == kind


@pytest.mark.parametrize(("name", "kind"), BY_DESCRIPTION)
def test_on_windows_the_description_does(name: str, kind: str) -> None:
    assert kind_of(Traits(name, windows=True), contained=False) == kind


def test_a_card_in_a_container_leads_to_its_bridge_unless_it_is_a_real_one() -> None:
    assert kind_of(Traits("eth0"), contained=True) == CONTAINER
    assert kind_of(Traits("eth0", device=True), contained=True) == NETWORK
    assert kind_of(Traits("eth0", type="macvlan"), contained=True) == NETWORK


def test_wireless_is_told_from_wired() -> None:
    assert is_wireless(Traits("strange0", wireless=True))
    assert is_wireless(Traits("wlp2s0"))
    assert is_wireless(Traits("Intel(R) Wi-Fi 6", windows=True))
    assert not is_wireless(CARD)
    assert not is_wireless(Traits("Realtek Gaming", windows=True))
