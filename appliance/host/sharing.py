"""Who may join: everyone on this network or this computer only, and how they are invited."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final

from appliance.errors import Problem, Starting
from appliance.host.note import Note
from appliance.network.addresses import HERE, Address, addresses, here, is_loopback, local_url
from appliance.network.firewalls import firewall_hints
from appliance.network.hint import Hint
from appliance.network.obstacles import bridge, isolation, offline
from appliance.network.system import Network
from appliance.web.server.clients import plain_address
from appliance.web.server.listeners import LOOPBACK
from appliance.web.server.server import Server

NAME: Final = "sharing.json"

HINTS_SECONDS: Final = 10.0
"""What is known of firewalls is used again for so long: looking for them reads many files."""

_log: Final = logging.getLogger(__name__)


class CannotShare(Problem):
    """The switch could not be turned; all is as it was."""

    status = 409
    title = "Who may join cannot be changed"


@dataclass(frozen=True, slots=True)
class SharingSettings:
    """Where the settings want the chat; `host` is empty where they leave it to the switch."""

    host: str
    public_url: str
    folder: Path
    switch: bool = True
    """Off where nobody could switch back: in a container even its computer is another device."""

    @property
    def fixed(self) -> bool:
        """Whether nobody but this computer (or a proxy on it) can join, whatever the switch."""
        return is_loopback(self.host)

    def hosts(self, *, shared: bool) -> Sequence[str]:
        """The addresses to listen on."""
        return (self.host,) if shared or self.fixed else LOOPBACK

    def shared_at_first(self) -> bool:
        """As the settings say, else as it was when the chat last ran, else with everyone."""
        if self.host:
            return not self.fixed or bool(self.public_url)
        return not self.switch or Note(self.folder / NAME).read().get("shared") is not False


@dataclass(slots=True)
class Sharing:
    """The invitation; `server` is told once it listens, `local_name` gives the NAME.local that is
    announced now.

    Belongs to the server's loop: call it from there only.
    """

    settings: SharingSettings
    network: Network
    now: Callable[[], str]
    local_name: Callable[[], str | None]
    clock: Callable[[], float] = monotonic
    changed: list[Callable[[bool], None]] = field(default_factory=list)
    """Called in the loop with the new state after each switch. They must not raise."""
    server: Server = field(init=False)
    shared: bool = field(init=False)
    since: str | None = field(init=False)
    moved_from: int | None = field(init=False, default=None)
    _hints: Sequence[Hint] = field(init=False, default=())
    _hints_at: float = field(init=False, default=float("-inf"))

    def __post_init__(self) -> None:
        self.shared = self.settings.shared_at_first()
        self.since = self.now() if self.shared else None

    @property
    def hosts(self) -> Sequence[str]:
        """The addresses to listen on now."""
        return self.settings.hosts(shared=self.shared)

    def misleading(self) -> Sequence[Hint]:
        """Why the addresses that are known here are not those that others type, if so."""
        if not self.shared or self.settings.public_url:
            return ()
        return bridge(self.network.interfaces())

    def offline(self) -> bool:
        """Whether others may join, and there is no network on which they could."""
        return self.shared and self.addresses()[0].kind == HERE

    @property
    def local_url(self) -> str:
        """Where this very machine reaches the chat now."""
        own = self.shared or self.settings.fixed
        return local_url(self.settings.host if own else "", self.server.port)

    def addresses(self) -> Sequence[Address]:
        host, port = self.settings.host, self.server.port
        if not self.shared:
            return [here(host if self.settings.fixed else "", port)]
        found = self.network.interfaces()
        return addresses(host, port, self.settings.public_url, found, self.local_name())

    def hints(self) -> Sequence[Hint]:
        if not self.shared:
            return ()
        if self.clock() - self._hints_at >= HINTS_SECONDS:
            self._hints_at = self.clock()
            found = self.network.interfaces()
            firewalls = firewall_hints(self.server.port)
            self._hints = [
                *(offline() if self.offline() else ()),
                *self.misleading(),
                *firewalls,
                *isolation(found),
            ]
        return self._hints

    def connected(self) -> Collection[str]:
        return self.server.connected()

    def is_foreign(self, address: str) -> bool:
        """Whether `address` is another device's."""
        return not self.network.holds(plain_address(address))

    def share(self, shared: bool) -> None:
        if self.settings.fixed:
            raise CannotShare("host-decided", host=self.settings.host)
        if not self.settings.switch:
            raise CannotShare("switch-off")
        try:
            self.server.move(self.settings.hosts(shared=shared))
        except Starting as problem:
            raise CannotShare("nothing-changed", problem=problem) from problem
        if not shared:
            self.server.cut(self.is_foreign)
        self.shared = shared
        self.since = self.now() if shared else None
        self._remember()
        for tell in self.changed:
            tell(shared)

    def _remember(self) -> None:
        try:
            Note(self.settings.folder / NAME).write({"shared": self.shared})
        except OSError as error:
            # It holds for now, and that is what was asked for; a full disk stops no switch.
            _log.warning("Who may join is not remembered: %s", error.strerror)
