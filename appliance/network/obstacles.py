"""Why other devices may not get through to this machine: the likely reasons, never looked up
elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from appliance.network.hint import Hint
from appliance.network.interfaces import CONTAINER, NETWORK, VPN, Interface


def offline() -> list[Hint]:
    """Where there is no network at all."""
    return [Hint("offline", "hint-offline")]


def isolation(interfaces: Sequence[Interface]) -> list[Hint]:
    """Where there is Wi-Fi with an address."""
    radio = any(each.wireless and each.kind == NETWORK for each in interfaces)
    return [Hint("isolation", "hint-isolation")] if radio else []


def bridge(interfaces: Sequence[Interface]) -> list[Hint]:
    """Where all that leads anywhere are a container's networks."""
    kinds = {each.kind for each in interfaces}
    only = CONTAINER in kinds and kinds.isdisjoint({NETWORK, VPN})
    return [Hint("container", "hint-container")] if only else []
