"""What is true now, beside what was said: small values by noun and name, such as who is in a room.

Who reads is never told of them: they are for the program. Each is set or taken away by an entry, in
the entry's own transaction. All processes have all of them in memory, where any question is
answered without waiting; they learn of them in the order of the entries, from the log and not from
the bus, so that nothing can be lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from appliance.errors import StorageProblem
from appliance.steady import Steady

LARGEST: Final = 4_096
"""Bytes of a fact's noun, name and value, as JSON: it is small, or it is an entry."""

EACH: Final = 512
"""Bytes that a fact takes of memory beyond those: its dictionaries, texts and places in tables."""

CAPACITY_BYTES: Final = 64 * 1024 * 1024
"""Bytes of memory for all facts, so counted: 100,000 of them, such as people in rooms. Beyond it
nothing further is set, and the sender is told so; what is there may still become less."""

# Without NaN and infinities, which no other reader of JSON knows.
_encode: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class Fact(NamedTuple):
    """The value of a `name` among those of a `noun`: JSON; None takes it away."""

    noun: str
    name: str
    value: Any

    @property
    def json(self) -> str | None:
        """The value as the log keeps it."""
        return None if self.value is None else _encode(self.value)

    @property
    def size(self) -> int:
        """Bytes of it, as `CAPACITY_BYTES` counts them."""
        told = self.json
        return 0 if told is None else EACH + len(f"{self.noun}{self.name}{told}".encode())


class Known(NamedTuple):
    """A fact as the log has it: `entry` is the number of the one that set it last."""

    fact: Fact
    entry: int


class FactsFull(StorageProblem):
    """There are as many facts as memory is meant to hold."""

    status = 507
    title = "The chat is full"


FactListener = Callable[[Sequence[Fact]], None]
"""Called with facts that are new, changed or gone, before others are told of the entries that set
them; must not block. One that raises is told again, with what came meanwhile."""


class _Told:
    """A listener, and what it was not told yet."""

    def __init__(self, listener: FactListener) -> None:
        self._listener = listener
        self._news: list[Fact] = []
        self._telling = Steady("Telling a part of the program what is true", self._tell)

    def hear(self, news: Iterable[Fact]) -> None:
        self._news += news
        if self._news:
            self._telling.step()

    def _tell(self) -> None:
        self._listener(self._news)
        self._news = []


class Facts:
    """All that are true now. They are never behind the entries that this process knows; for a
    moment they may be ahead of them.
    """

    def __init__(self, known: Iterable[Known]) -> None:
        self._nouns: dict[str, dict[str, Any]] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._bytes = 0
        self._ears: list[_Told] = []
        self.learn(known)

    def value(self, noun: str, name: str) -> Any:
        """None where there is no such fact."""
        return self._nouns.get(noun, {}).get(name)

    def of(self, noun: str) -> Mapping[str, Any]:
        """All values of a noun by their names, as they are now."""
        return MappingProxyType(self._nouns.get(noun, {}))

    def listen(self, listener: FactListener) -> None:
        """Call `listener` with all that changes from now on."""
        self._ears.append(_Told(listener))

    def learn(self, known: Iterable[Known]) -> None:
        """Take what the log says; what was taken before, or is older than that, is passed over."""
        news = [fact for fact, entry in known if self._take(fact, entry)]
        for ear in self._ears:
            ear.hear(news)

    def check(self, wanted: Sequence[Fact]) -> None:
        """Raise FactsFull where there is no room for these."""
        if max(fact.size for fact in wanted) > EACH + LARGEST:
            raise ValueError("a fact is larger than facts may be")
        more = sum(fact.size - self._size(fact) for fact in wanted)
        if more > 0 and self._bytes + more > CAPACITY_BYTES:
            raise FactsFull("facts-full")

    def _take(self, fact: Fact, entry: int) -> bool:
        name = fact.noun, fact.name
        if entry <= self._numbers.get(name, 0):
            return False
        self._bytes += fact.size - self._size(fact)
        if fact.value is not None:
            self._nouns.setdefault(fact.noun, {})[fact.name] = fact.value
            self._numbers[name] = entry
        elif self._numbers.pop(name, None) is not None:
            del self._nouns[fact.noun][fact.name]
        else:
            return False  # came and went before this process knew
        return True

    def _size(self, fact: Fact) -> int:
        """Of the one that is there under the same name."""
        return fact._replace(value=self.value(fact.noun, fact.name)).size
