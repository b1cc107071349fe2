"""Being the same member on another device: by a link that works once, or by a code one keeps.

Who has a member's token is that member, and the log does not have it. So what is kept is the token,
sealed with the secret that the link carries, under the secret's digest: who reads the log, or a
backup, gets neither.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from appliance.chat.member import TOKEN_BYTES, public_id
from appliance.chat.names import PROGRAM
from appliance.chat.people import People
from appliance.chat.standing.device import ONCE, RECOVERY, Device, device_name, device_of
from appliance.errors import Problem, Refused
from appliance.feed.contract import Feed
from appliance.feed.entry import Draft
from appliance.feed.facts import Fact

SECONDS: Final = 600
"""For which a link is open: long enough to fetch a phone."""

_SWEPT: Final = 8
"""Links that have ended and are taken away when one is made: more than come, so they end up as few
as are open. Each member has one of each kind at most, and has said something or given a name."""

_SECRET_BYTES: Final = 16

_MISREAD: Final = str.maketrans("018", "olb")
"""What somebody types who reads a code from paper: these digits are in none."""


class DeviceUnknown(Problem):
    """Nothing is opened by it: it never was one, was used, replaced, or has ended."""

    status = 404
    title = "No such link"


class DeviceLink(NamedTuple):
    """What opens the way, to be shown to its member only; `until` as in `Device`."""

    id: int
    secret: str
    until: int


class Devices:
    """Makes the ways and opens them."""

    def __init__(self, feed: Feed, people: People, clock: Callable[[], float] = time.time) -> None:
        """`clock` gives seconds since 1970."""
        self._feed = feed
        self._people = people
        self._clock = clock
        self._names: dict[str, str] = {}
        self._digests: dict[str, str] = {}
        feed.facts.listen(self._hear)
        known = feed.facts.of(Device.noun).items()
        self._hear([Fact(Device.noun, name, value) for name, value in known])

    def make(self, token: str, key: str | None, *, recovery: bool = False) -> DeviceLink:
        """A link, or a code without an end; the one before opens nothing any more. Under the same
        key it is the same one. Raises DeviceUnknown where that opens nothing any more, Refused for
        who is not known here, KeyTaken and StorageProblem.
        """
        member = public_id(token)
        if self._people.person(member) is None:
            raise Refused("nothing-to-take-along")
        kind = RECOVERY if recovery else ONCE
        secret = _secret(token, key)
        now = self._clock()
        until = 0 if recovery else int(now) + SECONDS
        made = Device(_digest(secret), _sealed(token, secret), until)
        name = device_name(member, kind)
        facts = (made.fact(name), *self._ended(now, but=name))
        told = {"who": member, "what": kind}
        receipt = self._feed.append(Draft(PROGRAM, "device", "", member, told, key, facts))
        if receipt.new:
            return DeviceLink(receipt.id, secret, until)
        return DeviceLink(receipt.id, secret, self._open(secret).until)

    def use(self, typed: str) -> str:
        """The token of whose device it is. Raises DeviceUnknown, or StorageProblem where a link is
        not used up then.
        """
        secret = re.sub(r"[^a-z2-7]", "", typed.lower().translate(_MISREAD))
        device = self._open(secret)
        name = self._names[device.digest]
        if device_of(name)[1] == ONCE:
            self._use_up(name, device)
        return _sealed(device.sealed, secret)

    def _use_up(self, name: str, device: Device) -> None:
        """Of all who use it at once, by whichever process, one does: a key is stored once."""
        member, _ = device_of(name)
        told = {"who": member, "what": "used"}
        key, gone = f"device {device.digest}", (Device.gone(name),)
        if not self._feed.append(Draft(PROGRAM, "device", "", "", told, key, gone)).new:
            raise DeviceUnknown("device-link-unknown")

    def _open(self, secret: str) -> Device:
        name = self._names.get(_digest(secret))
        device = None if name is None else Device.of(self._feed.facts.value(Device.noun, name))
        if device is None or device.ended(self._clock()):
            raise DeviceUnknown("device-link-unknown")
        return device

    def _ended(self, now: float, but: str) -> Iterator[Fact]:
        known = self._feed.facts.of(Device.noun).items()
        ended = (name for name, value in known if 0 < value.get("until", 0) <= now and name != but)
        return map(Device.gone, islice(ended, _SWEPT))

    def _hear(self, news: Sequence[Fact]) -> None:
        for noun, name, value in news:
            if noun == Device.noun:
                self._names.pop(self._digests.pop(name, ""), None)
                self._find(name, value)

    def _find(self, name: str, value: Any) -> None:
        if value is not None:
            digest = Device.of(value).digest
            self._digests[name] = digest
            self._names[digest] = name


def _secret(token: str, key: str | None) -> str:
    """128 bits in letters and digits that are told apart on paper."""
    if key is None:
        made = secrets.token_bytes(_SECRET_BYTES)
    else:
        made = hashlib.sha256(f"device link\n{token}\n{key}".encode()).digest()
    return base64.b32encode(made[:_SECRET_BYTES]).decode().rstrip("=").lower()


def _digest(secret: str) -> str:
    return hashlib.sha256(f"device digest\n{secret}".encode()).hexdigest()[:32]


def _sealed(token: str, secret: str) -> str:
    """The token under a pad that its secret makes, and no other token has; twice is the token."""
    pad = hashlib.sha256(f"device seal\n{secret}".encode()).digest()[:TOKEN_BYTES]
    return bytes(a ^ b for a, b in zip(bytes.fromhex(token), pad, strict=True)).hex()
