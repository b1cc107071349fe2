"""Whom the lookout asks for what is missing of a chat, and where."""

from __future__ import annotations

import asyncio
from typing import cast

from zeroconf import DNSIncoming, DNSOutgoing

from appliance.network.discovery.link import Link
from appliance.network.discovery.lookout import Lookout
from tests.apart import apart
from tests.network.discovery.hostile import answer, pointer


class Wire:
    """Stands for a link; what is sent there is known."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    def send(self, out: DNSOutgoing) -> None:
        assert out.questions
        self.asked.set()


def test_a_chat_is_asked_for_where_it_was_heard_of_last() -> None:
    """The card may have been away: what was sent on its former link would go nowhere."""

    async def look() -> None:
        lookout = Lookout(lambda _: None, "")
        named = DNSIncoming(answer(pointer("Den")))
        for wire in (Wire(), Wire()):
            lookout._heard(cast(Link, wire), named, "198.51.100.7")
            await asyncio.wait_for(wire.asked.wait(), 5)
        lookout._drop("198.51.100.7")

    apart(lambda: asyncio.run(look()))
