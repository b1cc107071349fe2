"""Announces a chat, is asked for it, and takes it back at once; prints, as JSON, the times to live
of all that another device hears of it. A program of its own, run where it is to be said.
"""

from __future__ import annotations

import asyncio
import json

from zeroconf import DNSIncoming, DNSOutgoing, DNSQuestion

from appliance.network.discovery import networks
from appliance.network.discovery.link import Link
from appliance.network.discovery.names import CHAT
from appliance.network.discovery.station import Service, Station

_PTR, _IN = 12, 1
ROUND_SECONDS = 1.0
"""In it an announcement is made for the last time, and an answer has left."""


async def main() -> None:
    heard: list[int] = []
    spoken = asyncio.Event()

    def hear(_: Link, packet: DNSIncoming, __: str) -> bool:
        said = [] if packet.is_query() else packet.answers()
        heard.extend(record.ttl for record in said if record.name.lower() == CHAT)
        if heard:
            spoken.set()
        return False

    cards = networks.around()
    station = Station(Service("den", "Den", 8080, {}), cards)
    await station.open()
    other = await Link.opened(cards[0], 4, hear)
    await station.settle()
    question = DNSOutgoing(0)
    question.add_question(DNSQuestion(CHAT, _PTR, _IN))
    other.send(question)
    await spoken.wait()
    await station.withdraw()
    await asyncio.sleep(ROUND_SECONDS)
    await station.close()
    await other.close()
    print(json.dumps(heard))


asyncio.run(main())
