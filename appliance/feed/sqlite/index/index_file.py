"""The file that the index is in: opened, and made anew where it is none of this program and log."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from appliance.errors import StorageFull, StorageProblem
from appliance.feed.sqlite.beside import Beside, Names
from appliance.feed.sqlite.database import Error, is_none_of_ours
from appliance.feed.sqlite.index.index import Index

LEFT_BYTES: Final = 64 * 1024 * 1024
"""What an index that is being made leaves of the disk: messages are to be taken as long as there is
room for any. It goes on by itself once there is more."""

CACHE_KILOBYTES: Final = 1_024
"""Pages of each connection in memory, half of what SQLite keeps: there are three."""


class SearchTrouble(StorageProblem):
    """The index cannot be used just now."""

    title = "The chat cannot search right now"


_NAMES: Final = Names(SearchTrouble, "index-no-room", "index-damaged", "index-unusable")


class IndexFile(Beside):
    """Of the log `identity`, at `path`."""

    pragmas = (*Beside.pragmas, f"cache_size = -{CACHE_KILOBYTES}")

    def __init__(self, path: Path, identity: str) -> None:
        super().__init__(path, _NAMES)
        self._identity = identity

    def open(self, last: int, *, anew: bool = False) -> Index:
        """To be written to; `last` is how far the log is. Raises StorageFull where a new one is
        needed and there is little room.
        """
        index = None if anew else self._there(last)
        if index is None:
            self.check_room()
            self.empty()
            index = Index.made(self.connect(create=True), self._identity, last)
        return index

    def open_to_read(self) -> Index:
        return Index(self.connect(create=False))

    def check_room(self) -> None:
        """Raise StorageFull where there is less than an index is to leave."""
        if shutil.disk_usage(self.path.parent).free < LEFT_BYTES:
            raise StorageFull("index-without-room", megabytes=LEFT_BYTES // 1024**2)

    def _there(self, last: int) -> Index | None:
        if not self.path.exists() or not self.path.stat().st_size:
            return None
        with ExitStack() as left:
            try:
                index = self.open_to_read()
                left.callback(index.close)
                if index.is_of(self._identity, last):
                    left.pop_all()
                    return index
            except Error as error:
                if not is_none_of_ours(error):
                    raise
            except (TypeError, ValueError):
                pass  # nor is what is noted there ours
        return None
