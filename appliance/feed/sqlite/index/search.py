"""Searching the index in threads, in turn between those who ask."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from appliance.feed.contract import OURSELVES, Reader
from appliance.feed.folding import Folds
from appliance.feed.search.wanted import Found, IndexState, Wanted
from appliance.feed.sqlite.database import Error, is_spoilt
from appliance.feed.sqlite.feed import SqliteFeed
from appliance.feed.sqlite.index.index import Index
from appliance.feed.sqlite.index.index_file import IndexFile
from appliance.feed.sqlite.index.indexer import Indexer
from appliance.feed.sqlite.open_files import OpenFiles
from appliance.feed.sqlite.reads import Reads

THREADS: Final = 2
"""Searches at the same time: they may be long, and are not to take all processors of a small
machine. Those who ask take turns, as for the log."""


class SqliteSearch:
    """Implements `wanted.Searching` in the file `path`, of the log behind `feed`."""

    def __init__(self, path: Path, feed: SqliteFeed, folds: Folds) -> None:
        file = self._file = IndexFile(path, feed.identity)
        self._reads: Reads[IndexReader] = Reads(
            lambda: IndexReader(file), threads=THREADS, named="Searching"
        )
        feed.forgetting.include(self._reads)
        wordy = {*folds.erasing, *folds.wordy}
        self._indexer = Indexer(file, feed.connect, wordy, feed.forgetting.tell)
        feed.changes(self._indexer.hear)

    def find(self, wanted: Wanted, limit: int, reader: Reader = OURSELVES) -> Found:
        if not self._indexer.ready:
            return Found((), 0)

        def look(index: IndexReader) -> Found:
            try:
                return index.find(wanted, limit)
            except Error as error:
                if is_spoilt(error):
                    self._indexer.spoil()
                raise self._file.problem_of(error) from error

        return self._reads.read(look, reader)

    @property
    def state(self) -> IndexState:
        return self._indexer.state

    def close(self) -> None:
        self._reads.close()
        self._indexer.close()


class IndexReader:
    """One connection, opened when it is used, and anew where the index was made anew."""

    def __init__(self, file: IndexFile) -> None:
        self._file = file
        self._opened: tuple[Index, OpenFiles] | None = None

    def find(self, wanted: Wanted, limit: int) -> Found:
        if self._opened is not None and not self._opened[1].same:
            self.close()
        if self._opened is None:
            index = self._file.open_to_read()
            path = self._file.path
            self._opened = index, OpenFiles(path, path.with_name(f"{path.name}-wal"))
        return self._opened[0].find(wanted, limit)

    def close(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            opened[0].close()
