"""One of the system's threads, begun at once and kept: later the system may have none left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import gevent
from gevent import monkey

from appliance.errors import StorageProblem

LOOK_SECONDS: Final = 0.005
"""Between looks whether it has ended, which is asked once, at the end of the program."""


class Thread:
    """Runs `run`, which must not raise. Raises StorageProblem if the system has no thread."""

    def __init__(self, run: Callable[[], object]) -> None:
        self._run = run
        self._ended = False
        try:
            # The system's, even where gevent patched the module.
            monkey.get_original("_thread", "start_new_thread")(self._work, ())
        except RuntimeError as error:
            raise StorageProblem("no-threads") from error

    def join(self) -> None:
        """Wait until it has ended; blocks the calling greenlet only."""
        while not self._ended:
            gevent.sleep(LOOK_SECONDS)

    def _work(self) -> None:
        try:
            self._run()
        finally:
            self._ended = True
