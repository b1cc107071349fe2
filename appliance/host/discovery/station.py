"""The chat on one set of addresses: claims its names, announces it, watches, says goodbye."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Sequence
from typing import Final, NamedTuple

from zeroconf import DNSRecord, IPVersion
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from appliance.host.discovery import networks
from appliance.host.discovery.claim import Claim, packed
from appliance.host.discovery.ears import listen
from appliance.host.discovery.names import CHAT, WEB, numbered

PROBES: Final = 3
PROBE_SECONDS: Final = 0.25
YIELD_SECONDS: Final = 1.0
"""For who lost a tie; by then the other has the name and says so (RFC 6762, 8.2)."""

PATIENT_AFTER: Final = 15
PATIENCE_SECONDS: Final = 5.0
"""Between two tries after so many in vain (8.1): somebody may have claims to every name."""

GOODBYES: Final = 2
GOODBYE_SECONDS: Final = 0.03
"""Between the packets of a farewell: they get lost on Wi-Fi, and nobody waits for a second."""


class Chat(NamedTuple):
    """What is announced. `host` and `instance` are labels as they are without a clash."""

    host: str
    instance: str
    port: int
    facts: dict[str, str]


class Station:
    """Holds zeroconf and its sockets from `open` to `close`; all of it in one asyncio loop."""

    def __init__(self, chat: Chat, addresses: Sequence[str]) -> None:
        self._chat = chat
        self._addresses = [packed(address) for address in addresses]
        self._interfaces = networks.of_version(list(addresses), 4)
        self._infos: list[AsyncServiceInfo] = []
        self._rounds: set[asyncio.Future[None]] = set()
        self._numbers = {"host": 1, "instance": 1}
        self._news = asyncio.Event()

    async def open(self) -> None:
        """Raises OSError where mDNS cannot be used."""
        self._zeroconf = AsyncZeroconf(interfaces=self._interfaces, ip_version=IPVersion.V4Only)
        try:
            self._claim = self._new_claim()
            self._ears = await listen(self._interfaces, self._heard)
            await self._zeroconf.zeroconf.async_wait_for_start()
        except BaseException:
            await self._zeroconf.async_close()
            raise

    @property
    def name(self) -> str:
        """The NAME.local that is claimed or held."""
        return numbered(self._chat.host, self._numbers["host"]) + ".local"

    async def settle(self) -> None:
        """Return once names that nobody else has are ours and announced."""
        tries = 0
        while not await self._won():
            tries += 1
            if tries > PATIENT_AFTER:
                await asyncio.sleep(PATIENCE_SECONDS)
        for info in self._infos:
            # Asked for already: that nobody has the names is what we just found out.
            announcing = await self._zeroconf.async_register_service(
                info, cooperating_responders=True
            )
            self._keep(announcing)

    async def lost(self) -> None:
        """Return when somebody else claims a name that we hold."""
        while not self._claim.taken:
            self._news.clear()
            await self._news.wait()

    async def withdraw(self) -> None:
        """Say goodbye, and stop answering to the names."""
        farewell = self._zeroconf.zeroconf.generate_unregister_all_services()
        if farewell is not None:
            for _ in range(GOODBYES):
                self._zeroconf.zeroconf.async_send(farewell)
                await asyncio.sleep(GOODBYE_SECONDS)
        self._infos = []

    async def close(self) -> None:
        for announcing in self._rounds:
            announcing.cancel()
        self._ears.close()
        # Without goodbye: whoever wants to say it has withdrawn before.
        self._zeroconf.zeroconf.generate_unregister_all_services()
        await self._zeroconf.async_close()

    async def _won(self) -> bool:
        """Probe once for the names that are next; False if the next try needs others or time."""
        self._claim = self._new_claim()
        await asyncio.sleep(random.uniform(0, PROBE_SECONDS))  # noqa: S311 - so RFC 6762, 8.1
        for _ in range(PROBES):
            self._zeroconf.zeroconf.async_send(self._claim.probe())
            if await self._told(PROBE_SECONDS):
                return await self._give_way()
        return True

    async def _give_way(self) -> bool:
        if not self._claim.taken:
            await asyncio.sleep(YIELD_SECONDS)
            return False
        kinds = {"host" if name == f"{self.name}." else "instance" for name in self._claim.taken}
        for kind in kinds:
            self._numbers[kind] += 1
        return False

    async def _told(self, seconds: float) -> bool:
        """Whether a name turns out to be somebody else's within `seconds`."""
        self._news.clear()
        if not (self._claim.taken or self._claim.yielded):
            try:
                await asyncio.wait_for(self._news.wait(), seconds)
            except TimeoutError:
                return False
        return True

    def _new_claim(self) -> Claim:
        server = f"{self.name}."
        instance = numbered(self._chat.instance, self._numbers["instance"])
        self._infos = [
            AsyncServiceInfo(
                kind,
                f"{instance}.{kind}",
                port=self._chat.port,
                server=server,
                addresses=self._addresses,
                properties=self._chat.facts,
            )
            for kind in (CHAT, WEB)
        ]
        records: dict[str, list[DNSRecord]] = {server: [*self._infos[0].dns_addresses()]}
        records |= {info.name.lower(): [info.dns_service()] for info in self._infos}
        return Claim(records, _machine)

    def _heard(self, records: list[DNSRecord], is_probe: bool) -> None:
        if not is_probe:
            self._claim.hear_answer(records)
        elif self._claim.hear_probe(records) and self._held:
            self._defend()
        if self._claim.taken or self._claim.yielded:
            self._news.set()

    @property
    def _held(self) -> bool:
        return bool(self._zeroconf.zeroconf.registry.has_entries)

    def _defend(self) -> None:
        """Answer a probe. zeroconf does too, but gives no address if asked for anything."""
        zeroconf = self._zeroconf.zeroconf
        for info in self._infos:
            zeroconf.async_send(zeroconf.generate_service_broadcast(info, None))

    def _keep(self, announcing: Awaitable[None]) -> None:
        """Hold on to the repetitions of an announcement; they end by themselves."""
        task = asyncio.ensure_future(announcing)
        self._rounds.add(task)
        task.add_done_callback(self._rounds.discard)


def _machine() -> frozenset[bytes]:
    return frozenset(packed(address) for address in networks.everything())
