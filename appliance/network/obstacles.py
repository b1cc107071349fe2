"""Why other devices may not get through to this machine: the likely reasons, never looked up
elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from appliance.network.hint import Hint
from appliance.network.interfaces import CONTAINER, NETWORK, VPN, Interface

_ISOLATION: Final = (
    "Many guest Wi-Fi networks keep their devices apart from each other. Use another network, or "
    "switch that off in the access point (it is called client or AP isolation)."
)
_BRIDGE: Final = (
    "The chat sees only a container's own network, which other devices do not reach. Start it "
    "with --network host, or publish its port and say the address of the computer around it with "
    "--public-url or CHAT_PUBLIC_URL."
)
_OFFLINE: Final = (
    "This computer is on no network just now. Connect it to one, by cable or Wi-Fi: the address "
    "for others is here then."
)


def offline() -> list[Hint]:
    """Where there is no network at all."""
    return [Hint("offline", _OFFLINE)]


def isolation(interfaces: Sequence[Interface]) -> list[Hint]:
    """Where there is Wi-Fi with an address."""
    radio = any(each.wireless and each.kind == NETWORK for each in interfaces)
    return [Hint("isolation", _ISOLATION)] if radio else []


def bridge(interfaces: Sequence[Interface]) -> list[Hint]:
    """Where all that leads anywhere are a container's networks."""
    kinds = {each.kind for each in interfaces}
    only = CONTAINER in kinds and kinds.isdisjoint({NETWORK, VPN})
    return [Hint("container", _BRIDGE)] if only else []
