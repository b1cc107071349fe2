"""What every feed promises, whatever it keeps its entries in.

Order and storage are one thing here, so a backend replaces both. The contract follows
Mercure's transport: write first, then announce; whoever listens and then reads what came
before misses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple, Protocol

from appliance.errors import KeyTaken
from appliance.feed.entry import Draft, Entry
from appliance.feed.facts import Facts, Known
from appliance.feed.scope import Scope

SLICE_ENTRIES: Final = 500
"""Entries that a slice for somebody outside has at most; more come with the next."""

SLICE_BYTES: Final = 256 * 1024
"""Bytes of entries in one slice; what does not fit comes with the next. One entry always fits."""

Listener = Callable[[Sequence[Entry]], None]
"""Called with new entries in the order of their numbers; must not block.

It should not raise: it is then told again, within a second, with what came meanwhile."""


def _here() -> bool:
    return False


class Reader(NamedTuple):
    """Who reads. Those of different `name` (an address) take turns where the log has to be asked;
    what somebody does not wait for any more, `gone` says so, is not begun.
    """

    name: Hashable
    gone: Callable[[], bool] = _here


OURSELVES: Final = Reader(None)
"""The program itself, which is always next."""


class Receipt(NamedTuple):
    """Proof that a draft is on disk: its number, and whether this call put it there."""

    id: int
    room: str
    new: bool


class Slice(NamedTuple):
    """A slice of the log, oldest first.

    `cursor` is the number from which reading goes on without gap or double. `more` says that
    the limit cut it short; `truncated` that the log could not go back to where the
    reader stood (or never reached it: the log is another one than the reader's).
    """

    entries: tuple[Entry, ...]
    cursor: int
    more: bool = False
    truncated: bool = False


class Vicinity(NamedTuple):
    """What stands around a number: `more` of the older slice says that there is more before it,
    `more` of the newer one that there is more after it.
    """

    older: Slice
    newer: Slice


class Calling(NamedTuple):
    """That somebody is called by the entry `id`, as it is now. `by` is whose that is, `at` the
    number of the one that called them first, which is another where an edit did.
    """

    at: int
    id: int
    room: str
    by: str


def fitting(entries: Sequence[Entry], limit: int, most: int = SLICE_BYTES) -> int:
    """How many of `entries`, from the first on, make one slice: at most `limit`, and no more than
    `most` bytes of them.
    """
    if len(entries) == 1:
        return 1  # nearly always: somebody said something
    sizes = accumulate(len(entry.json) for entry in entries[:limit])
    return max(1, sum(size <= most for size in sizes)) if entries else 0


class RoomSummary(NamedTuple):
    """A room as a list shows it: messages ever written, the last entry's number and time."""

    name: str
    messages: int
    last: int
    time: str


class Writing(Protocol):
    """What puts drafts into the log, in their order, and announces them."""

    def append(self, draft: Draft) -> Receipt:
        """As `Feed.append`."""

    def check(self) -> None:
        """Raise StorageProblem unless something could be written just now."""

    def close(self) -> None:
        """Store what waits, then take no more."""


class History(Protocol):
    """What stands in the log, as it is now."""

    def before(
        self, room: str, cursor: int | None, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Slice:
        """The `limit` entries of `room` just before `cursor` (None: the newest), and no more than
        SLICE_BYTES of them: of those that stand by themselves, each as it is now. A room outside of
        `scope` is as one in which nothing was said.
        """

    def after(
        self, room: str, cursor: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Slice:
        """As `before`, the `limit` entries just after `cursor`."""

    def around(
        self, room: str, number: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Vicinity:
        """As `before`, the `limit` entries around `number`, in one glance: up to it half of them,
        which end with that entry itself where it stands, and the others after it. Each half has
        half of the bytes, too.
        """

    def entry(self, number: int, scope: Scope, reader: Reader = OURSELVES) -> Entry | None:
        """The entry of that number as it is now, if it stands by itself and is in `scope`."""

    def entries(
        self, numbers: Sequence[int], scope: Scope, reader: Reader = OURSELVES
    ) -> Sequence[Entry]:
        """As `entry`, those of some numbers: as many as come to SLICE_BYTES, the newest first."""

    def versions(
        self, number: int, kind: str, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Sequence[Entry]:
        """That entry as it was said, and the first `limit` entries of `kind` that changed it."""

    def callings(
        self, member: str, below: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Sequence[Calling]:
        """Where `member` is called: the `limit` newest of which `at` is below a number, the newest
        first.
        """

    def files(
        self, wanted: Sequence[str], scope: Scope, reader: Reader = OURSELVES
    ) -> Mapping[str, bool]:
        """Of these files, by their ids, those that entries of `scope` have among their `files`, or
        had: False where all that had one were taken back.
        """


class Reading(History, Protocol):
    """What reads the log from where it is kept; blocks only the calling greenlet."""

    def since(self, cursor: int, scope: Scope, limit: int, reader: Reader = OURSELVES) -> Slice:
        """As `Feed.since`, as far as the log goes by now."""

    def find(self, draft: Draft, reader: Reader = OURSELVES) -> Receipt | KeyTaken | None:
        """As `Feed.find`, which raises the KeyTaken."""

    def facts_after(self, number: int) -> list[Known]:
        """What was set or taken away by entries after `number`, each as it is by now."""

    def check(self) -> None:
        """Raise StorageProblem unless something could be read just now."""

    def close(self) -> None:
        """Wait for the reads under way."""


class Feed(History, Protocol):
    """One append-only log with rising numbers, shared by all readers and writers."""

    @property
    def identity(self) -> str:
        """A name of this log; another log (a restored or a fresh one) has another."""

    @property
    def spoilt(self) -> int:
        """How many entries were met that cannot be read, and are left out."""

    @property
    def last(self) -> int:
        """The number of the newest entry this process knows."""

    @property
    def facts(self) -> Facts:
        """What is true now."""

    @property
    def failed(self) -> float:
        """When something could not be stored the last time (`time.monotonic`); -inf for never."""

    def append(self, draft: Draft) -> Receipt:
        """Store `draft` and what is beside it, all or nothing, and return once it is on disk, and
        its facts hold in this process; blocks only the calling greenlet.

        Raises StorageProblem when it could not be stored: then nothing was acknowledged and
        the same key may be tried again. Raises KeyTaken if its member used its key for something
        else, FactsFull where there is no room for its facts, EntryUnknown where there is nothing
        under the number that it is to change, and what its kind raises where that cannot be changed
        any more.
        """

    def find(self, draft: Draft, reader: Reader = OURSELVES) -> Receipt | None:
        """What `append` answers to `draft` if its member stored it under its key before; None if
        not, and then nothing is stored. Raises KeyTaken as it does.
        """

    def since(self, cursor: int, scope: Scope, limit: int, reader: Reader = OURSELVES) -> Slice:
        """What came after `cursor` in the rooms of `scope`: at most `limit` entries, and
        SLICE_BYTES.

        There may be none and `more` all the same: so many rows of other rooms were passed over.
        """

    def recent(self, cursor: int, scope: Scope, limit: int) -> Slice | None:
        """As `since`, from memory and without blocking; None where that does not reach."""

    def rooms(self, scope: Scope) -> list[RoomSummary]:
        """Every room of `scope` that has an entry, by name."""

    def has_room(self, name: str, scope: Scope) -> bool:
        """Whether that room has an entry, and is in `scope`."""

    def changes(self, listener: Listener) -> None:
        """Call `listener` with all entries numbered after `last`, each once, in order."""

    def check(self) -> None:
        """Raise StorageProblem unless the log can be read and written just now, and what is written
        comes to those who listen.
        """

    def close(self) -> None:
        """Commit what waits, then let go of everything."""
