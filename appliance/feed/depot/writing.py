"""One file while its bytes come: written in their order, and hashed and synced meanwhile."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final

from gevent import monkey

from appliance.errors import BadInput, Problem, TooLong
from appliance.feed.depot.aside import Aside, Leave
from appliance.feed.depot.digest import Digest
from appliance.files import begin_sync, sync

STRETCH: Final = 8 * 1024 * 1024
"""After so many they begin to go to the disk, and another thread is asked to hash them, while more
of them comes."""

MOST_UNSYNCED: Final = 64 * 1024 * 1024
"""After so many the disk is waited for: one that was handed a gigabyte at once would let the chat's
own commits wait for all of it."""

ALGORITHMS: Final = ("sha1", "sha256", "md5")
"""By which a sender may let its bytes be checked."""


class Overtaken(Problem):
    """Somebody else goes on with the file that this request was writing."""

    status = 409
    title = "Overtaken"


class WrongChecksum(BadInput):
    """What came is not what was sent."""

    status = 460  # tus 1.0
    title = "Not what was sent"


class FileWriting:
    """Takes bytes behind those that are there. `most` is how long the file may become; a `digest`
    of the bytes that come is checked at the end. Used in threads, one after the other.
    """

    def __init__(
        self,
        opened: int,
        digest: Digest,
        took: Callable[[int], object],
        most: int,
        *,
        plainly: Callable[[], AbstractContextManager[None]],
        leave: Leave,
    ) -> None:
        """`opened` is the file's number, closed by `close`, and `digest` the file's. `took` is told
        before each piece how long it is, and raises where there is no room for it. Within `plainly`
        what a disk reports is a Problem. What may be done meanwhile is left to `leave`.
        """
        self._file = opened
        self._digest = digest
        self._took = took
        self._most = most
        self._plainly = plainly
        self._lock: Any = monkey.get_original("_thread", "allocate_lock")()
        self._hashing = Aside(digest.go_on, leave)
        self._over = False
        self._held: int | None = None
        self._shorter = False  # on disk there may be more than is to be
        self.at = self._begun = self._synced = os.lseek(opened, 0, os.SEEK_END)
        if digest.end > self.at:
            digest.forget(self.at)
        digest.end = self.at

    def write(self, piece: memoryview | bytes) -> None:
        """Raises Overtaken, TooLong, StorageProblem and what `took` does; then nothing of it is
        there.
        """
        with self._lock, self._plainly():
            self._check_mine()
            if self.at + len(piece) > self._most:
                raise TooLong("upload-too-long")
            self._took(len(piece))
            try:
                self._put(piece)
            except BaseException:
                self._took(-len(piece))
                self._end_at(self.at)
                raise
            self.at += len(piece)
            if self.at - self._begun >= STRETCH:
                self._spread()

    def hold(self) -> int:
        """What comes from here on may have to go again: where that is."""
        with self._lock:
            self._settle()
            self._held = self.at
            return self.at

    def keep(self) -> None:
        """All that came stays."""
        with self._lock:
            self._check_mine()
            self._held = None

    def back_to(self, at: int) -> None:
        """Take away what came behind `at`, if anything did."""
        with self._lock, self._plainly():
            self._check_mine()
            self._held = None
            if at < self.at:
                self._cut(at)
                self._sync()

    def close(self) -> None:
        """Nobody writes any more: what is there is on disk by then. Raises StorageProblem where
        some of it is not, which is not there any more.
        """
        with self._lock, self._plainly():
            if not self._over:
                self._over = True
                try:
                    if self._held is not None and self._held < self.at:
                        self._cut(self._held)
                    self._settle()
                    if self._digest.behind >= STRETCH:
                        self._hashing.ask()
                    self._sync()
                finally:
                    os.close(self._file)

    def _check_mine(self) -> None:
        if self._over:
            raise Overtaken("upload-overtaken")

    def _put(self, piece: memoryview | bytes) -> None:
        left = memoryview(piece)
        while left:
            left = left[os.write(self._file, left) :]

    def _end_at(self, at: int) -> None:
        self._shorter = True
        os.ftruncate(self._file, at)
        os.lseek(self._file, at, os.SEEK_SET)

    def _cut(self, at: int) -> None:
        """Let nothing be there behind `at`."""
        if at < self._digest.end:
            self._digest.forget(at)
        self._end_at(at)
        self._took(at - self.at)
        self.at = at
        self._begun, self._synced = min(self._begun, at), min(self._synced, at)

    def _settle(self) -> None:
        """What came may be hashed, unless it may have to go again."""
        self._digest.end = self.at if self._held is None else min(self._held, self.at)

    def _spread(self) -> None:
        self._settle()
        self._hashing.ask()
        begin_sync(self._file, self._begun, self.at - self._begun)
        self._begun = self.at
        if self.at - self._synced >= MOST_UNSYNCED:
            self._sync()

    def _sync(self) -> None:
        if self.at == self._synced and not self._shorter:
            return
        try:
            sync(self._file)
        except BaseException:
            # What is lost is known to the system only now: the next time it would say that all is
            # there.
            self._cut(self._synced)
            raise
        self._synced, self._shorter = self.at, False


class Checked:
    """A stretch of a file whose sender says which digest it has: taken in as a whole or not."""

    def __init__(self, writing: FileWriting, algorithm: str, digest: bytes) -> None:
        """Raises BadInput for an algorithm that is not known here."""
        if algorithm not in ALGORITHMS:
            raise BadInput("upload-checksum-kind", known=", ".join(ALGORITHMS))
        self._writing = writing
        self._begun = writing.hold()
        self._sum = hashlib.new(algorithm, usedforsecurity=False)
        self._digest = digest

    def write(self, piece: memoryview | bytes) -> None:
        self._writing.write(piece)
        self._sum.update(piece)

    def settle(self, *, whole: bool) -> None:
        """Raise WrongChecksum where another digest was said; what came is taken away then, and
        where less came than was to.
        """
        if whole and self._sum.digest() == self._digest:
            self._writing.keep()
            return
        self._writing.back_to(self._begun)
        if whole:
            raise WrongChecksum("upload-checksum")
