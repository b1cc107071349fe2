"""What the depot has: files that came or are coming, their contents, and how much that is.

Plain calls that wait for the disk: for threads, of which any number may call at the same time. What
is done in which order is so that who is killed at any moment leaves files that are whole, or what
`mend` takes away: first the bytes are on disk, then the file has a name, then a row says so, then
the log says who has it; and the other way round.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

from gevent import monkey

from appliance.feed.depot.folder import DepotFolder
from appliance.feed.depot.quota import DepotLimits, DiskUsage, Quota
from appliance.feed.depot.rows import Content, DepotRows
from appliance.feed.depot.stored import FileUnfinished, FileUnknown, StoredFile
from appliance.feed.sqlite.database import Error

T = TypeVar("T")

DAY: Final = 24 * 3600.0
"""Seconds after which a file that no message has is let go of, and one to which nothing came."""

Attached = Callable[[Sequence[str]], Mapping[str, bool]]
"""Which of some files entries have, or had: see `contract.History.files`. It reads the log as it is
at that moment."""


class Stock:
    """In the folder `path`, with `rows` about it. `attached` is asked of the log before anything is
    let go of. `clock` gives seconds since 1970.
    """

    def __init__(
        self,
        path: Path,
        rows: DepotRows,
        limits: DepotLimits,
        attached: Attached,
        *,
        clock: Callable[[], float] = time.time,
        usage: Callable[[Path], DiskUsage] = DiskUsage.of,
    ) -> None:
        self.folder = DepotFolder(path)
        self.rows = rows
        self.room = Quota(limits, lambda: usage(path))
        self.clock = clock
        self.halves: dict[str, str] = {}
        """Whose each file is that is coming."""
        self._attached = attached
        self._lock: Any = monkey.get_original("threading", "RLock")()
        self._counted = False
        self._pinned: dict[str, int] = {}

    @contextmanager
    def held(self) -> Iterator[None]:
        """One thread at a time, and with all counted that is there."""
        with self._lock, self.plainly():
            if not self._counted:
                self._count()
                self._counted = True
            yield

    @contextmanager
    def plainly(self) -> Iterator[None]:
        """What disk and database report comes out as a StorageProblem."""
        try:
            yield
        except (Error, OSError, MemoryError) as error:
            raise self.rows.problem_of(error) from error

    def get(self, id_: str) -> StoredFile:
        """Raises FileUnknown."""
        with self.held():
            found = self.rows.find([id_]).get(id_)
        if found is None:
            raise FileUnknown("file-unknown")
        return found

    def find(self, ids: Sequence[str]) -> list[StoredFile]:
        """Those of them that are there."""
        with self.held():
            return list(self.rows.find(ids).values())

    def size(self, id_: str) -> int:
        """Of what came of a file that is coming."""
        try:
            return self.folder.half(id_).stat().st_size
        except FileNotFoundError:
            return 0

    def is_attached(self, id_: str) -> bool:
        """Whether an entry has it, or had."""
        return bool(self._attached([id_]))

    # Used

    def read(self, id_: str, *, thumbnail: bool = False) -> tuple[StoredFile, BinaryIO]:
        """A file and its bytes, or those of its small picture. Raises FileUnknown."""
        with self.held():
            kept = self.get(id_)
            place = kept.thumbnail if thumbnail else kept.place
            if not place:
                raise FileUnknown("file-unknown")
            try:
                return kept, self.folder.whole(place).open("rb")
            except FileNotFoundError:
                raise FileUnknown("file-lost") from None

    def pin(self, ids: Iterable[str], *, whole: bool = True) -> list[StoredFile]:
        """Keep files until they are unpinned, whatever happens. Raises FileUnknown, and
        FileUnfinished where they are to be `whole`.
        """
        with self.held():
            wanted = list(ids)
            found = self.rows.find(wanted)
            for id_ in wanted:
                if id_ not in found:
                    raise FileUnknown("file-unknown")
                if whole and not found[id_].whole:
                    raise FileUnfinished("file-unfinished", name=found[id_].name)
            for id_ in wanted:
                self._pinned[id_] = self._pinned.get(id_, 0) + 1
            return [found[id_] for id_ in wanted]

    def unpin(self, ids: Iterable[str]) -> None:
        with self._lock:
            for id_ in ids:
                self._pinned[id_] -= 1
                if not self._pinned[id_]:
                    del self._pinned[id_]

    def usage(self) -> DiskUsage:
        """Of the disk."""
        with self.plainly():
            return self.room.usage()

    def shares(self) -> list[tuple[str, int, int]]:
        """Members, bytes and files of each, the largest first."""
        with self.held():
            return self.rows.shares()

    # Put in place. Within `held`.

    def place(self, half: str, content: Content, put_down: Callable[[Content], T]) -> T:
        """Have what came under the name `half` as `content`, or as the same one that is there, and
        have that `put_down` in the rows, whose result is returned. Where that fails all is as it
        was before.
        """
        known = self.rows.content(content.sha256)
        content = known or content
        placed = not self.is_there(content)
        try:
            if placed:
                self.folder.remove(self.folder.whole(content.place))
                self.folder.place(half, content.place)
            done = put_down(content)
        except BaseException:
            if placed:
                self.folder.take_out(half, content.place)
            raise
        if known is None:
            self.room.take("", 0, content.size)
        return done

    def is_there(self, content: Content) -> bool:
        return content.lies_at(self.folder.whole(content.place))

    # Let go of

    def let_go(self, ids: Sequence[str]) -> None:
        """Entries that had these were taken back: what no other has goes."""
        with self.held():
            self.drop(self.rows.find(ids).values(), lambda attached: attached is False)

    def drop_old(self, files: Sequence[StoredFile]) -> int:
        """Of these go those that were taken back, and those that no entry has and that have been
        here for a day; how many.
        """
        before = self.clock() - DAY
        with self.held():
            old = [file for file in files if self._touched(file) < before]
            return self.drop(files, lambda attached: attached is False) + self.drop(
                old, lambda attached: not attached
            )

    def drop(self, files: Iterable[StoredFile], wanted: Callable[[bool | None], bool]) -> int:
        """Of these go those of which the log says what is `wanted` (None: that it never knew them),
        and which nobody is using.
        """
        there = [file for file in files if file.id not in self._pinned]
        attached = self._attached([file.id for file in there]) if there else {}
        gone = [file for file in there if wanted(attached.get(file.id))]
        gone = list(self.rows.find([file.id for file in gone]).values()) if gone else []
        if gone:
            sizes = {file.id: file.size if file.whole else self.size(file.id) for file in gone}
            unused = self.rows.drop(gone)
            for file in gone:
                self.room.take(file.member, -sizes[file.id], 0 if file.whole else -sizes[file.id])
                self.halves.pop(file.id, None)
                self.folder.remove(self.folder.half(file.id))
            self.forget(unused)
        return len(gone)

    def forget(self, contents: Sequence[Content]) -> None:
        """These are nobody's any more."""
        for content in contents:
            self.room.take("", 0, -content.size)
            self.folder.remove(self.folder.whole(content.place))

    def close(self) -> None:
        with self._lock, self.plainly():
            self.rows.close()

    def _count(self) -> None:
        self.folder.make()
        self.room.begin(self.rows.size())
        for member, size, _ in self.rows.shares():
            self.room.take(member, size, 0)
        self.halves = {kept.id: kept.member for kept in self.rows.halves()}
        for id_, member in self.halves.items():
            self.room.take(member, self.size(id_))

    def _touched(self, kept: StoredFile) -> float:
        """When something of it came last."""
        if kept.whole:
            return kept.made
        try:
            return max(kept.made, self.folder.half(kept.id).stat().st_mtime)
        except FileNotFoundError:
            return kept.made
