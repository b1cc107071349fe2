"""Asks on all networks who is there, and has those looked into who say that they are."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import socket
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from zeroconf import DNSIncoming, DNSOutgoing, DNSQuestion

from appliance.network.discovery import networks
from appliance.network.discovery.complaints import hush
from appliance.network.discovery.found import FoundChat, listed, understood
from appliance.network.discovery.hearsay import Hearsay
from appliance.network.discovery.link import MOST_CARDS, Link, versions
from appliance.network.discovery.names import CHAT
from appliance.network.discovery.networks import LOOK_SECONDS, Card
from appliance.network.discovery.teller import Said
from appliance.network.discovery.visits import Visitor

SECONDS_BETWEEN: Final = (0.25, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Questions at first; later one each minute. RFC 6762 (5.2) wants at least a second and then twice
as much. The first asks for answers to us alone, the second repeats it for everybody: another
program on this machine may have got the answer."""

SELDOM_SECONDS: Final = 60.0

GAP_SECONDS: Final = 0.05
"""Between two questions for what is missing of a chat: who names many that do not exist must not
have us flood the network. Those between are not asked."""

_QUERY: Final = 0
_PTR, _ANY, _A, _AAAA, _IN = 12, 255, 1, 28, 1


class Lookout:
    """In one asyncio loop; ends some time after `stop` is set. `own` is the log of who looks."""

    def __init__(self, tell: Callable[[list[FoundChat]], None], own: str) -> None:
        self._tell = tell
        self._own = own
        self._links: dict[tuple[Card, int], Link] = {}
        self._visitors: dict[str, Visitor] = {}
        self._hearsay = Hearsay(self._is_worthy, self._drop)
        self._asked = float("-inf")
        self.stop = asyncio.Event()

    async def look(self) -> None:
        """Raises OSError where mDNS cannot be used at all."""
        hush(asyncio.get_running_loop())
        await self._follow_cards()
        asking = asyncio.ensure_future(self._ask_again_and_again())
        try:
            while not await self._stopped(LOOK_SECONDS):
                with contextlib.suppress(OSError):
                    if await self._follow_cards():
                        asking.cancel()
                        asking = asyncio.ensure_future(self._ask_again_and_again())
        finally:
            tasks = [asking, *(task for each in self._visitors.values() if (task := each.stop()))]
            asking.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for link in self._links.values():
                await link.close()

    async def _stopped(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.stop.wait(), seconds)
        return self.stop.is_set()

    async def _follow_cards(self) -> bool:
        """Open links to networks that came, close those that went; whether some came."""
        cards = networks.around()[:MOST_CARDS]
        wanted = {(card, version) for card in cards for version in versions(card)}
        for gone in self._links.keys() - wanted:
            await self._links.pop(gone).close()
        came, errors = wanted - self._links.keys(), []
        for card, version in came:
            try:
                link = await Link.opened(card, version, self._heard)
            except OSError as error:
                errors.append(error)
            else:
                self._links[card, version] = link
        if errors and not self._links:
            raise errors[0]
        return len(came) > len(errors)

    async def _ask_again_and_again(self) -> None:
        await asyncio.sleep(random.uniform(0.02, 0.12))  # noqa: S311 - so RFC 6762, 5.2
        for number, pause in enumerate(_pauses()):
            question = DNSQuestion(CHAT, _PTR, _IN)
            question.unicast = number == 0
            for link in self._links.values():
                out = DNSOutgoing(_QUERY)
                # Without known answers: what a third one made us believe must silence nobody.
                out.add_question(question)
                link.send(out)
            await asyncio.sleep(pause)

    def _heard(self, link: Link, packet: DNSIncoming, sender: str) -> bool:
        if not packet.is_query():
            for key in self._hearsay.hear(sender, packet.answers()):
                self._visitor(sender, link).look_into(key)
        return False

    def _visitor(self, sender: str, link: Link) -> Visitor:
        ask = partial(self._ask, link)
        if sender not in self._visitors:
            self._visitors[sender] = Visitor(
                has=partial(self._hearsay.has, sender),
                said=partial(self._hearsay.said, sender),
                ask=ask,
                understood=self._understood,
                changed=self._changed,
            )
        self._visitors[sender].ask = ask  # the card may have been away, and has another link now
        return self._visitors[sender]

    def _is_worthy(self, sender: str) -> bool:
        return sender in self._visitors and self._visitors[sender].answered

    def _drop(self, sender: str) -> None:
        visitor = self._visitors.pop(sender, None)
        if visitor is not None:
            visitor.stop()

    def _ask(self, link: Link, key: str, said: Said | None) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._asked < GAP_SECONDS:
            return
        self._asked = now
        out = DNSOutgoing(_QUERY)
        out.add_question(DNSQuestion(key, _ANY, _IN))
        if said is not None:
            for kind in (_A, _AAAA):
                out.add_question(DNSQuestion(said.server, kind, _IN))
        link.send(out)

    def _understood(self, said: Said) -> FoundChat | None:
        chat = understood(
            said.instance,
            said.server,
            said.port,
            addresses=[_written(address) for address in said.addresses],
            facts=said.facts,
            near=sorted(networks.everything()),
        )
        return chat and chat._replace(own=bool(self._own) and chat.id == self._own)

    def _changed(self) -> None:
        self._tell(listed(chat for each in self._visitors.values() for chat in each.chats.values()))


def _pauses() -> Iterator[float]:
    return itertools.chain(SECONDS_BETWEEN, itertools.repeat(SELDOM_SECONDS))


def _written(address: bytes) -> str:
    return socket.inet_ntop(socket.AF_INET if len(address) == 4 else socket.AF_INET6, address)
