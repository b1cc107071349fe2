"""How files come: begun, written with any number of interruptions, made whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from gevent import monkey

from appliance.errors import KeyTaken, StorageBusy, TooSoon
from appliance.feed.depot.aside import Leave, alone
from appliance.feed.depot.digest import Digest
from appliance.feed.depot.folder import new_place
from appliance.feed.depot.rows import Content
from appliance.feed.depot.stock import Stock
from appliance.feed.depot.stored import FileUnfinished, FileUnknown, Look, NewFile, StoredFile
from appliance.feed.depot.writing import FileWriting
from appliance.files import NotKept, Part, sync

MOST_HALVES: Final = 1_000
"""Files that are coming, or were given up and wait for somebody to go on; one more is refused."""

MOST_HALVES_EACH: Final = 100
"""Of these by one member."""

MOST_WRITINGS: Final = 64
"""Files that are written at the same time, each an open file; for one more the chat is busy."""

RETRY_SECONDS: Final = 60
"""After which who has too many is told to try again."""


class Arrivals:
    """Of `stock`. For threads, as that; what may be done beside them is left to `leave`."""

    def __init__(self, stock: Stock, leave: Leave = alone) -> None:
        self._stock = stock
        self._leave = leave
        self._writings: dict[str, FileWriting] = {}
        self._digests: dict[str, Digest] = {}
        """Of files that are coming, and of which all is on disk that nobody is writing just now."""
        self._busy: set[str] = set()
        """What is being made whole, or synced after whoever wrote it was killed."""
        self._free_again: Any = monkey.get_original("threading", "Condition")()

    def begin(self, new: NewFile) -> StoredFile:
        """Raises FileTooLarge, FilesFull, TooSoon where somebody has begun too many."""
        stock = self._stock
        with stock.held():
            stock.room.check_size(new.name, new.length or 0)
            stock.room.check(new.member, new.length or 0)
            mine = sum(member == new.member for member in stock.halves.values())
            if mine >= MOST_HALVES_EACH or len(stock.halves) >= MOST_HALVES:
                raise TooSoon("uploads-many", seconds=RETRY_SECONDS, most=MOST_HALVES_EACH)
            self._digests = {id_: one for id_, one in self._digests.items() if id_ in stock.halves}
            stock.folder.begin(new.id)
            try:
                stock.rows.begin(new, stock.clock())
            except BaseException:
                stock.folder.remove(stock.folder.half(new.id))
                raise
            stock.halves[new.id] = new.member
            self._digests[new.id] = Digest(stock.folder.half(new.id))
            return stock.get(new.id)

    def came(self, id_: str) -> tuple[StoredFile, int]:
        """A file, and how much of it is there for good. Whoever was writing it does so no more.
        Raises FileUnknown, also where an entry has it, and StorageBusy while it is made whole.
        """
        self._overtake(id_)
        self._sync_left(id_)
        with self._stock.held():
            kept = self._coming(id_)
            if id_ in self._busy:
                raise StorageBusy("files-busy")
            return kept, (kept.length or 0) if kept.whole else self._stock.size(id_)

    def open(self, id_: str) -> FileWriting:
        """To go on with it. Whoever was writing it does so no more. Raises FileUnknown, also where
        it is whole, and StorageBusy.
        """
        self._overtake(id_)
        self._sync_left(id_)
        stock = self._stock
        with stock.held():
            kept = self._coming(id_, whole=False)
            if id_ in self._busy or id_ in self._writings or len(self._writings) >= MOST_WRITINGS:
                raise StorageBusy("files-busy")
            stock.pin([id_], whole=False)
            try:
                self._writings[id_] = writing = self._opened(kept)
            except BaseException:
                stock.unpin([id_])
                raise
            return writing

    def close(self, id_: str, writing: FileWriting) -> None:
        """Nobody writes there any more by that: what came is there for good."""
        if self._writings.get(id_) is writing:
            self._overtake(id_)

    def finish(self, id_: str, look: Callable[[Path, StoredFile], Look]) -> StoredFile:
        """It is whole: `look` says what it is, and may have cut something out of it. Raises
        FileUnknown, FileUnfinished where there is less of it than was said.
        """
        stock = self._stock
        with self._alone(id_):
            self._overtake(id_)
            with stock.held():
                (kept,) = stock.pin([id_], whole=False)
            try:
                return kept if kept.whole else self._finished(kept, look)
            finally:
                stock.unpin([id_])

    def once(self, id_: str, named: Callable[[str], str]) -> tuple[StoredFile, bool]:
        """Let a whole file that no entry has be known by the id that `named` makes of its SHA-256.
        Where one came before that is known so, it is that one, and this one goes. Which it is; and
        whether it is this one. Raises FileUnknown, and KeyTaken where that one was taken back.
        """
        stock = self._stock
        with stock.held():
            kept = self._coming(id_)
            known = named(stock.rows.sha256(kept.place))
            before = stock.rows.find([known]).get(known)
            if before is None:
                if stock.is_attached(known):
                    raise KeyTaken("key-taken")
                stock.rows.rename(id_, known)
                return stock.get(known), True
            stock.drop([kept], lambda attached: attached is None)
            return before, False

    def set_thumbnail(self, id_: str, picture: bytes, look: Callable[[Path], str]) -> None:
        """Its small picture; `look` says which type that has, or raises. Raises FileUnknown, and
        also where an entry has the file: nobody is to see another picture than was seen before.
        """
        stock = self._stock
        with stock.held():
            kept = self._coming(id_, whole=True)
            stock.room.check(kept.member, len(picture))
        name = new_place()
        half = stock.folder.half(name)
        try:
            with stock.plainly():
                with Part(half) as part:
                    part.file.write(picture)
                    part.settle(synced=False)
                type_ = look(half)
                content = _content_of(half, Digest(half))
            with stock.held():
                self._coming(id_, whole=True)
                set_ = stock.rows.set_thumbnail
                stock.forget(stock.place(name, content, lambda kept: set_(id_, kept, type_)))
        finally:
            stock.folder.remove(half)

    def take_back(self, id_: str) -> None:
        """Its sender does not want it kept. Raises FileUnknown, StorageBusy while it is used."""
        self._overtake(id_)
        with self._stock.held():
            kept = self._coming(id_, whole=True)
            if not self._stock.drop([kept], lambda attached: attached is None):
                raise StorageBusy("files-busy")

    def _opened(self, kept: StoredFile) -> FileWriting:
        stock, room = self._stock, self._stock.room
        digest = self._digests.setdefault(kept.id, Digest(stock.folder.half(kept.id)))
        opened = stock.folder.open_half(kept.id)
        try:
            return FileWriting(
                opened,
                digest,
                took=lambda size: room.count(kept.member, size),
                most=room.limits.file if kept.length is None else kept.length,
                plainly=stock.plainly,
                leave=self._leave,
            )
        except BaseException:
            os.close(opened)
            raise

    def _coming(self, id_: str, *, whole: bool = True) -> StoredFile:
        kept = self._stock.get(id_)
        if (kept.whole and not whole) or self._stock.is_attached(id_):
            raise FileUnknown("file-unknown")
        return kept

    def _overtake(self, id_: str) -> None:
        """Let nobody write it any more. Not while the stock is held: to sync takes long."""
        with self._stock.held():
            writing = self._writings.get(id_)
        if writing is None:
            return
        try:
            writing.close()
        finally:
            self._forget(id_, writing)

    def _forget(self, id_: str, writing: FileWriting) -> None:
        with self._stock.held():
            if self._writings.get(id_) is writing:
                del self._writings[id_]
                self._stock.unpin([id_])

    def _sync_left(self, id_: str) -> None:
        """What somebody wrote who was killed is on disk from then on, or not there any more."""
        path = self._stock.folder.half(id_)
        if id_ in self._digests or id_ not in self._stock.halves or not path.exists():
            return
        with self._alone(id_, wait=False), self._stock.plainly(), self._unless_lost(id_):
            with path.open("r+b") as file:
                sync(file.fileno())
            with self._stock.held():
                self._digests[id_] = Digest(path)

    @contextmanager
    def _alone(self, id_: str, *, wait: bool = True) -> Iterator[None]:
        """Whoever finishes it, too, waits, and finds it whole. Raises StorageBusy instead of
        waiting.
        """
        with self._free_again:
            while id_ in self._busy:
                if not wait:
                    raise StorageBusy("files-busy")
                self._free_again.wait()
            self._busy.add(id_)
        try:
            yield
        finally:
            with self._free_again:
                self._busy.discard(id_)
                self._free_again.notify_all()

    @contextmanager
    def _unless_lost(self, id_: str) -> Iterator[None]:
        """Where the disk did not keep it, it is to come again from its beginning."""
        size = self._stock.size(id_)
        try:
            yield
        except NotKept:
            self._lose(id_, size)
            raise

    def _lose(self, id_: str, size: int) -> None:
        """Nothing is there any more of a file of which so much was counted."""
        stock = self._stock
        with stock.held():
            stock.folder.remove(stock.folder.half(id_))
            stock.room.take(stock.halves[id_], -size)

    def _finished(self, kept: StoredFile, look: Callable[[Path, StoredFile], Look]) -> StoredFile:
        size = self._stock.size(kept.id)
        if kept.length is not None and size != kept.length:
            raise FileUnfinished("file-unfinished", name=kept.name)
        with self._stock.plainly(), self._stock.folder.second(kept.id) as name:
            return self._put_in_place(kept, size, name, look)

    def _put_in_place(
        self, kept: StoredFile, size: int, name: str, look: Callable[[Path, StoredFile], Look]
    ) -> StoredFile:
        """So much of it came, and is half a file of that name, too."""
        stock, path = self._stock, self._stock.folder.half(name)
        with stock.held():
            digest = self._digests.pop(kept.id, None) or Digest(stock.folder.half(kept.id))
        with self._unless_lost(kept.id):
            seen = look(path, kept)
            content = _content_of(path, Digest(path) if seen.changed else digest)
        if not (seen.width and seen.height):
            seen = seen._replace(width=kept.width, height=kept.height)
        with stock.held():
            settle, now = stock.rows.settle, stock.clock()
            try:
                stock.place(name, content, lambda content: settle(kept.id, content, seen, now))
            except BaseException:
                if stock.size(kept.id) != size:  # who went on behind the rest would make another
                    self._lose(kept.id, size)
                raise
            stock.halves.pop(kept.id, None)
            stock.room.take(kept.member, content.size - size, -size)
            with suppress(OSError):  # it is whole; what is left lies there until the next start
                stock.folder.remove(stock.folder.half(kept.id))
            return stock.get(kept.id)


def _content_of(path: Path, digest: Digest) -> Content:
    with path.open("r+b") as file:
        sync(file.fileno())  # who wrote it may have been killed before
        size = os.fstat(file.fileno()).st_size
    return Content(new_place(), digest.of(size), size)
