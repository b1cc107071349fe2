"""One file while its bytes come: written, hashed and synced in their order."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Final

from gevent import monkey

from appliance.errors import BadInput, Problem, TooLong
from appliance.files import sync

if TYPE_CHECKING:
    from hashlib import _Hash

SYNC_BYTES: Final = 32 * 1024 * 1024
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
        sha256: _Hash | None,
        took: Callable[[int], object],
        most: int,
        *,
        plainly: Callable[[], AbstractContextManager[None]],
    ) -> None:
        """`opened` is the file's number, closed by `close`. `sha256` is that of the bytes that are
        there, None where it is not known. `took` is told before each piece how long it is, and
        raises where there is no room for it. Within `plainly` what a disk reports is a Problem.
        """
        self._file = opened
        self._sha256 = sha256
        self._took = took
        self._most = most
        self._plainly = plainly
        self._lock: Any = monkey.get_original("_thread", "allocate_lock")()
        self._over = False
        self.at = self._synced = os.fstat(opened).st_size

    @property
    def sha256(self) -> _Hash | None:
        """Of all bytes up to `at`."""
        return self._sha256

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
                os.ftruncate(self._file, self.at)
                raise
            if self._sha256 is not None:
                self._sha256.update(piece)
            self.at += len(piece)
            if self.at - self._synced >= SYNC_BYTES:
                self._sync()

    def back_to(self, at: int, sha256: _Hash | None) -> None:
        """Take away what came behind `at`, if anything did."""
        with self._lock, self._plainly():
            self._check_mine()
            if at < self.at:
                self._cut(at, sha256)
                self._synced = min(self._synced, at)
                sync(self._file)

    def close(self) -> None:
        """Nobody writes any more: what is there is on disk by then. Raises StorageProblem where
        some of it is not, which is not there any more.
        """
        with self._lock, self._plainly():
            if not self._over:
                self._over = True
                try:
                    self._sync()
                finally:
                    os.close(self._file)

    def _check_mine(self) -> None:
        if self._over:
            raise Overtaken("upload-overtaken")

    def _put(self, piece: memoryview | bytes) -> None:
        at, left = self.at, memoryview(piece)
        os.lseek(self._file, at, os.SEEK_SET)  # and not pwrite: Windows has none
        while left:
            left = left[os.write(self._file, left) :]

    def _sync(self) -> None:
        if self.at == self._synced:
            return
        try:
            sync(self._file)
        except BaseException:
            # What is lost is known to the system only now: the next time it would say that all is
            # there.
            self._cut(self._synced, None)
            raise
        self._synced = self.at

    def _cut(self, at: int, sha256: _Hash | None) -> None:
        self._sha256 = None
        os.ftruncate(self._file, at)
        self._took(at - self.at)
        self.at, self._sha256 = at, sha256


class Checked:
    """A stretch of a file whose sender says which digest it has: taken in as a whole or not."""

    def __init__(self, writing: FileWriting, algorithm: str, digest: bytes) -> None:
        """Raises BadInput for an algorithm that is not known here."""
        if algorithm not in ALGORITHMS:
            raise BadInput("upload-checksum-kind", known=", ".join(ALGORITHMS))
        self._writing = writing
        self._begun = writing.at, writing.sha256 and writing.sha256.copy()
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
            return
        self._writing.back_to(*self._begun)
        if whole:
            raise WrongChecksum("upload-checksum")
