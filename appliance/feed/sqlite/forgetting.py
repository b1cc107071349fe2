"""Words that were erased leave the memory of the process as well, once they have left the files."""

from __future__ import annotations

import gc
import re
from time import thread_time
from typing import Any, Final

import gevent
from gevent.event import Event

from appliance.bell import Bell
from appliance.feed.sqlite.reads import Reads
from appliance.freed import sweep
from appliance.steady import Steady

GATHER_SECONDS: Final = 0.2
"""What is erased meanwhile is forgotten together: it takes the loop some milliseconds, more where
much memory is free, and all who read open anew."""

REST: Final = 3
"""Times as long as that took the loop it is not done again: who takes back one message after the
other has no more of it than a quarter."""


class Forgetting:
    """Whoever erased words in a file tells of it, in whichever thread. Then connections that may
    have them in memory are opened anew, and what was freed is overwritten.
    """

    def __init__(self) -> None:
        self._reads: list[Reads[Any]] = []
        self._wanted = Event()
        self._bell: Bell[None] = Bell("Telling what was erased", lambda _: self._wanted.set())
        self._turns = Steady("Forgetting what was taken back", self._turn, gevent.sleep)
        self._greenlet = gevent.spawn(self._turns.run)

    def include(self, reads: Reads[Any]) -> None:
        """These may have the words, too."""
        self._reads.append(reads)

    def tell(self) -> None:
        """Words have left a file. Called in a thread."""
        self._bell.ring(None)

    def close(self) -> None:
        """No thread may tell anything by now."""
        self._greenlet.kill()
        self._bell.close()

    def _turn(self) -> None:
        self._wanted.wait()
        gevent.sleep(GATHER_SECONDS)
        self._wanted.clear()
        began = thread_time()
        for reads in self._reads:
            reads.renew()
        re.purge()  # patterns of what was searched for
        gc.collect()
        sweep(rest=lambda: gevent.sleep(0))
        gevent.sleep(REST * (thread_time() - began))
