"""The feed on one SQLite file: group commit writes, threads read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from appliance.feed import announcement
from appliance.feed.bus import ENTRIES, Bus
from appliance.feed.feed import LogFeed
from appliance.feed.folding import NO_FOLDS, Folds
from appliance.feed.sqlite.batch import Batch
from appliance.feed.sqlite.committer import Committer
from appliance.feed.sqlite.database import Connection
from appliance.feed.sqlite.forgetting import Forgetting
from appliance.feed.sqlite.log_file import LogFile
from appliance.feed.sqlite.readers import Readers
from appliance.feed.sqlite.schema import Step


class SqliteFeed(LogFeed):
    """Implements `contract.Feed` in the file `path`. Raises StorageProblem if it cannot open.

    `clock` gives the time for entries (UTC, ISO 8601 with milliseconds); `known` is `LogFile`'s;
    `folds` is what its entries do to others.
    """

    def __init__(
        self,
        path: Path,
        clock: Callable[[], str],
        bus: Callable[[], Bus] = Bus,
        known: Sequence[Step] | None = None,
        folds: Folds = NO_FOLDS,
    ) -> None:
        self._file = LogFile(path, known, folds)
        self.secret = self._file.secret
        made = bus()  # once there is something to be told on it

        def announce(batch: Batch) -> None:
            after, entries = batch.after, batch.entries
            if batch.quiet:
                after, entries = entries[-1].id, []
            made.publish(ENTRIES, announcement.words_of(after, entries))

        self.forgetting = Forgetting()
        readers = Readers(self._file.open, self._file.open_full)
        self.forgetting.include(readers)
        writer = Committer(self._file.open_to_write, clock, announce, self.forgetting.tell)
        file = self._file
        super().__init__(
            *(file.identity, writer, readers, file.tail), facts=file.facts, bus=made, folds=folds
        )

    def connect(self) -> Connection:
        """A connection to the log for who follows it in a thread of their own."""
        return self._file.connect()

    @property
    def spoilt(self) -> int:
        return len(self._file.spoilt)

    def close(self) -> None:
        super().close()
        self.forgetting.close()

    def check(self) -> None:
        super().check()
        self._file.check_writable()
