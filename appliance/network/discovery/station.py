"""The chat on one set of network cards: claims its names, announces it, watches, says goodbye."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Iterator, Sequence
from typing import Final, NamedTuple

from zeroconf import DNSIncoming, DNSRecord
from zeroconf.asyncio import AsyncServiceInfo

from appliance.network.discovery import networks
from appliance.network.discovery.claim import Claim, packed
from appliance.network.discovery.labels import Labels
from appliance.network.discovery.link import MOST_CARDS, Link, versions
from appliance.network.discovery.names import CHAT, WEB
from appliance.network.discovery.networks import Card

PROBES: Final = 3
PROBE_SECONDS: Final = 0.25
YIELD_SECONDS: Final = 1.0
"""For who lost a tie; by then the other has the name and says so (RFC 6762, 8.2)."""

DEFENCE_SECONDS: Final = 0.25
"""Between two defences of our names: more probes than that (8.1) are no probes but a flood, and
each answer goes to everybody."""

MACHINE_SECONDS: Final = 0.05
"""What was read of this machine's addresses is used again for so long: every packet asks for them,
and an address that another chat here already announces must not look like a stranger's."""

GOODBYES: Final = 2
GOODBYE_SECONDS: Final = 0.03
"""Between the packets of a farewell: they get lost on Wi-Fi, and nobody waits for a second."""


class Service(NamedTuple):
    """What is announced. `host` and `instance` are labels as they are without a clash."""

    host: str
    instance: str
    port: int
    facts: dict[str, str]


class Station:
    """Holds the links of all cards from `open` to `close`; all of it in one asyncio loop.

    Its names are the same on each of them; the addresses that are said are those of the card.
    """

    def __init__(self, service: Service, cards: Sequence[Card]) -> None:
        self._service = service
        self._cards = cards
        self._labels = Labels(service.host, service.instance)
        self._claims: dict[Link, Claim] = {}
        self._infos: dict[Link, list[AsyncServiceInfo]] = {}
        self._rounds: set[asyncio.Future[None]] = set()
        self._news = asyncio.Event()
        self._held = False
        self._waited = False
        self._defended = float("-inf")
        self._machine: frozenset[bytes] = frozenset()
        self._machine_at = float("-inf")
        self.deaf: dict[str, OSError] = {}
        """The cards on which mDNS cannot be used, by name, with the reason."""

    async def open(self) -> None:
        """Raises OSError where mDNS cannot be used on any card."""
        for card in self._cards[MOST_CARDS:]:
            self.deaf[card.name] = OSError(f"there are more than {MOST_CARDS} network cards")
        for card in self._cards[:MOST_CARDS]:
            for version in versions(card):
                with self._noting(card):
                    link = await Link.opened(card, version, self._heard)
                    self._claims[link] = Claim({}, self._addresses)
        if not self._claims:
            raise next(iter(self.deaf.values()), OSError("there is no network"))
        for link in self._claims:
            self.deaf.pop(link.card.name, None)  # one version of IP is enough

    @property
    def name(self) -> str:
        """The NAME.local that is claimed or held."""
        return f"{self._labels.host}.local"

    @property
    def contested(self) -> bool:
        """Whether others claimed each name that was tried, so that this one was made up."""
        return self._labels.own

    async def settle(self) -> None:
        """Return once names that nobody else has are ours and announced."""
        self._held = False
        while not await self._won():
            pass  # at most labels.MOST_TRIES times
        for link, infos in self._infos.items():
            for info in infos:
                self._keep(await link.register(info))
        self._held = True

    async def lost(self) -> None:
        """Return when somebody else claims a name that we hold."""
        while not self._taken:
            self._news.clear()
            await self._news.wait()
        self._labels.lose(self._taken)

    async def withdraw(self) -> None:
        """Stop announcing the names and answering to them, and say goodbye."""
        self._held = False
        self._stop_announcing()
        farewells = [(link, farewell) for link in self._claims if (farewell := link.forget())]
        for _ in range(GOODBYES if farewells else 0):
            for link, farewell in farewells:
                link.send(farewell)
            await asyncio.sleep(GOODBYE_SECONDS)

    async def close(self) -> None:
        self._stop_announcing()
        for link in self._claims:
            await link.close()

    def _stop_announcing(self) -> None:
        for announcing in self._rounds:
            announcing.cancel()

    @contextlib.contextmanager
    def _noting(self, card: Card) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.deaf[card.name] = error

    async def _won(self) -> bool:
        """Probe once for the names that are next; False if the next try needs others or time."""
        self._claim()
        await asyncio.sleep(random.uniform(0, PROBE_SECONDS))  # noqa: S311 - so RFC 6762, 8.1
        for _ in range(PROBES):
            for link, claim in self._claims.items():
                link.send(claim.probe())
            if await self._told(PROBE_SECONDS):
                await self._give_way()
                return False
        return True

    async def _give_way(self) -> None:
        """To who has a name of ours; or to who is about to take it, but only once: a second later
        that one has it and says so, or is somebody who never will.
        """
        waits = not self._taken and not self._waited
        self._labels.lose(() if waits else self._taken or ("host", "instance"))
        self._waited = waits
        if waits:
            await asyncio.sleep(YIELD_SECONDS)

    async def _told(self, seconds: float) -> bool:
        """Whether a name turns out to be somebody else's within `seconds`."""
        self._news.clear()
        if not self._challenged:
            try:
                await asyncio.wait_for(self._news.wait(), seconds)
            except TimeoutError:
                return False
        return True

    @property
    def _taken(self) -> set[str]:
        """What of "host" and "instance" somebody else turned out to have."""
        names = {name for claim in self._claims.values() for name in claim.taken}
        if self._labels.own:
            return set()
        return {"host" if name == f"{self.name}." else "instance" for name in names}

    @property
    def _challenged(self) -> bool:
        yielded = any(claim.yielded for claim in self._claims.values())
        return bool(self._taken) or (yielded and not self._labels.own)

    def _claim(self) -> None:
        """Take up the names that are next, on each link with its own card's addresses."""
        for link in self._claims:
            self._infos[link] = self._infos_on(link.card)
            about_host, _ = infos = self._infos[link]
            records: dict[str, list[DNSRecord]] = {f"{self.name}.": [*about_host.dns_addresses()]}
            records |= {info.name.lower(): [info.dns_service()] for info in infos}
            self._claims[link] = Claim(records, self._addresses)

    def _infos_on(self, card: Card) -> list[AsyncServiceInfo]:
        return [
            AsyncServiceInfo(
                kind,
                f"{self._labels.instance}.{kind}",
                port=self._service.port,
                server=f"{self.name}.",
                addresses=[packed(address) for address in card.addresses],
                properties=self._service.facts,
            )
            for kind in (CHAT, WEB)
        ]

    def _heard(self, link: Link, packet: DNSIncoming, sender: str) -> bool:
        """Whether zeroconf is to answer: it sees questions, and what it said itself (so it knows
        what everybody was told lately); it remembers nothing that others say.
        """
        claim = self._claims.get(link)
        if claim is None:
            return False  # it is just being opened
        # Of a question only the last part counts; known answers come before it.
        is_probe = packet.is_query() and packet.num_authorities and not packet.num_answers
        if not packet.is_query():
            claim.hear_answer(packet.answers())
        elif is_probe and claim.hear_probe(packet.answers()) and self._held:
            self._defend(link)
        if self._challenged:
            self._news.set()
        return packet.is_query() or packed(sender.partition("%")[0]) in self._addresses()

    def _defend(self, link: Link) -> None:
        """Answer a probe. zeroconf does too, but gives no address if asked for anything."""
        now = asyncio.get_running_loop().time()
        if now - self._defended >= DEFENCE_SECONDS:
            self._defended = now
            for info in self._infos[link]:
                link.defend(info)

    def _addresses(self) -> frozenset[bytes]:
        now = asyncio.get_running_loop().time()
        if now - self._machine_at >= MACHINE_SECONDS:
            self._machine_at = now
            # The old ones stand where the system cannot say.
            with contextlib.suppress(OSError):
                self._machine = frozenset(packed(address) for address in networks.everything())
        return self._machine

    def _keep(self, announcing: Awaitable[None]) -> None:
        """Hold on to the repetitions of an announcement; they end by themselves."""
        task = asyncio.ensure_future(announcing)
        self._rounds.add(task)
        task.add_done_callback(self._rounds.discard)
