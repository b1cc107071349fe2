"""Follows the log with the index, behind the commit: a thread that nobody waits for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from queue import Empty
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from gevent import monkey

from appliance.errors import StorageFull, StorageProblem
from appliance.feed.search.wanted import IndexState
from appliance.feed.sqlite.database import Connection, Error, is_spoilt
from appliance.feed.sqlite.index.index import Advance, Index
from appliance.feed.sqlite.index.index_file import IndexFile
from appliance.feed.sqlite.index.source import Portion, Source
from appliance.freed import sweep_thread
from appliance.steady import Steady
from appliance.thread import Thread

if TYPE_CHECKING:
    from queue import SimpleQueue

LOOK_SECONDS: Final = 10.0
"""Without a word of it the log is looked at so often, which is one statement: whatever is said in
this process is heard of."""

BEGIN_SECONDS: Final = 1.0
"""Nobody says it when a log of an older program has a history at last: that is looked for so often.
"""

GATHER_SECONDS: Final = 0.1
"""After a word of something new: what comes meanwhile shares a commit."""

REST: Final = 1
BUSY_REST: Final = 6
"""Times as long as a piece took it rests after it: of a processor, and of the interpreter, it has
half at the most, and a seventh while more is said. Then it falls behind, and catches up after."""

MOST_REST_SECONDS: Final = 0.4
"""It rests no longer, for words may be waiting to be taken out."""

SILENCE_SECONDS: Final = 30.0
"""A follower that took no turn for so long stands still."""


class Indexer:
    """`connect` opens the log, `wordy` are the kinds of entries that change words, `erased` is
    called in the thread once words that were taken back have left the index.

    First come words that were edited or taken back: they leave within a second, however far it is
    behind; then what is new, then what was said before it was begun.
    """

    def __init__(
        self,
        file: IndexFile,
        connect: Callable[[], Connection],
        wordy: Collection[str],
        erased: Callable[[], object] = lambda: None,
    ) -> None:
        self._file = file
        self._connect = connect
        self._wordy = wordy
        self._opened: tuple[Index, Source] | None = None
        self._advance = Advance(0, 1, 1)
        self._rewritten = 0
        """Up to where it was looked for edits and deletes, before all else."""
        self._spoilt = False
        self._leaves = True  # also words that one before this took out, and was killed
        self._has_erased = False
        self._erased = erased
        self.ready = False
        """Whether there is something to be searched."""
        # The thread's own, not the loop's, even where gevent patched the modules.
        self._words: SimpleQueue[None] = monkey.get_original("queue", "SimpleQueue")()
        self._sleep = monkey.get_original("time", "sleep")
        self._told = False
        self._turns = Steady("following-with-index", self._turn, self._sleep)
        self._thread = Thread(self._run)

    def hear(self, *_: Any) -> None:
        """There is something new in the log."""
        if not self._told:
            self._told = True
            self._words.put(None)

    @property
    def state(self) -> IndexState:
        return IndexState(self._advance.share, self._turns.trouble(SILENCE_SECONDS))

    def spoil(self) -> None:
        """Somebody who read it found that it is damaged: it is made anew."""
        self._spoilt = True
        self.hear()

    def close(self) -> None:
        self._turns.end()
        self._words.put(None)
        self._thread.join()

    # In the thread.

    def _run(self) -> None:
        self._turns.run()
        self._let_go()

    def _turn(self) -> None:
        try:
            index, source = self._open()
            began = monotonic()
            if self._follow(index, source):
                self._rest(monotonic() - began)
            elif self._has_erased and not self._leaves:
                self._forget()
            else:
                self._wait(LOOK_SECONDS if source.ready else BEGIN_SECONDS)
        except StorageFull:
            raise  # with all as it is: it goes on where it was once there is room
        except StorageProblem:  # of the log
            self._let_go()
            raise
        except (Error, OSError, MemoryError) as error:  # of the index, or of its folder
            self._let_go()
            raise self._file.problem_of(error) from error

    def _rest(self, took: float) -> None:
        times = REST
        with suppress(Empty):
            self._words.get_nowait()
            self._told, times = False, BUSY_REST
        self._sleep(min(times * took, MOST_REST_SECONDS))

    def _open(self) -> tuple[Index, Source]:
        if self._spoilt:
            self._let_go()
        if self._opened is None:
            source = Source(self._connect(), self._wordy)
            try:
                index = self._file.open(source.last(), anew=self._spoilt)
            except BaseException:
                source.close()
                raise
            self._opened = index, source
            self._advance = index.advance()
            self._rewritten = self._advance.live
            self._leaves, self._spoilt = True, False
            self.ready = True
        return self._opened

    def _follow(self, index: Index, source: Source) -> bool:
        """One piece, the newest first; whether there was any."""
        went = False
        if source.ready and self._is_behind(last := source.last()):
            went = self._rewrite(index, source, last)
            went = self._forwards(index, source) or self._backwards(index, source) or went
        if self._leaves:
            self._leaves = bool(index.leaves())
        return went

    def _is_behind(self, last: int) -> bool:
        advance = self._advance
        return advance.back > 0 or last > min(advance.live, self._rewritten)

    def _rewrite(self, index: Index, source: Source, last: int) -> bool:
        """Whatever is not in it yet comes in as it is now, and once. What came after `last` is for
        the next turn.
        """
        piece = source.rewritten(self._rewritten)
        if piece.end is None:
            self._rewritten = max(self._rewritten, last)
            return False
        self._take(index, piece, self._advance)
        self._rewritten = piece.end
        return True

    def _forwards(self, index: Index, source: Source) -> bool:
        advance = self._advance
        piece = source.changed(advance.live)
        if piece.end is None:
            return False
        # What is not read yet will be as it is by then.
        said = [one for one in piece.said if one.id > advance.back]
        self._take(index, piece._replace(said=said), advance._replace(live=piece.end))
        return True

    def _backwards(self, index: Index, source: Source) -> bool:
        advance = self._advance
        if not advance.back:
            return False
        self._file.check_room()
        piece = source.older(advance.back)
        self._take(index, piece, advance._replace(back=max((piece.end or 1) - 1, 0)))
        return True

    def _take(self, index: Index, piece: Portion, advance: Advance) -> None:
        try:
            self._leaves = index.take(piece.said, advance) or self._leaves
            self._has_erased = self._has_erased or not all(one.text for one in piece.said)
        except Error as error:
            self._spoilt = self._spoilt or is_spoilt(error)
            raise
        self._advance = advance

    def _wait(self, seconds: float) -> None:
        with suppress(Empty):
            self._words.get(timeout=GATHER_SECONDS if self._leaves else seconds)
            self._sleep(GATHER_SECONDS)
        self._told = False

    def _forget(self) -> None:
        """Its connections have in memory what was erased: the next turn opens others."""
        self._has_erased = False
        self._let_go()
        sweep_thread()
        self._erased()

    def _let_go(self) -> None:
        opened, self._opened = self._opened, None
        for one in opened or ():
            with suppress(Error, StorageProblem):
                one.close()
