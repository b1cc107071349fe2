"""What is acknowledged is kept, in order and once, however the server ends."""

from __future__ import annotations

import random
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.running import PATIENCE, SOON, RunningServer, eventually
from tests.server.crowd import Reader, Senders, whole_log

pytestmark = pytest.mark.acceptance

CRASHES = 15


def check_kept(log: list[dict[str, Any]], senders: Senders) -> None:
    """Every receipt is in the log, no message twice, no number twice, nothing else."""
    ids = [entry["id"] for entry in log]
    assert ids == list(range(1, len(log) + 1))
    stored = {entry["key"]: entry["id"] for entry in log}
    assert len(stored) == len(log), "a message is stored twice"
    acknowledged = senders.acknowledged()
    assert acknowledged
    assert {key: stored.get(key) for key in acknowledged} == acknowledged
    assert stored.keys() <= senders.begun()


def test_crashes_lose_nothing_and_double_nothing(server: RunningServer, tmp_path: Path) -> None:
    moments = random.Random(20)
    with ExitStack() as stack:
        readers = [stack.enter_context(Reader(server.port)) for _ in range(3)]
        senders = Senders(server.port, 8, tmp_path)
        stack.callback(senders.stop)
        for _ in range(CRASHES):
            # The moment itself is what is tested: nobody is to be waited for.
            threading.Event().wait(moments.uniform(0.02, 0.4) * PATIENCE)
            server.kill()
            server.start()
        # Something is acknowledged after the last crash as well.
        before = len(senders.acknowledged())
        eventually(lambda: len(senders.acknowledged()), lambda now: now > before + 8)
        senders.check()
        senders.stop()
        log = whole_log(server)
        check_kept(log, senders)
        for reader in readers:
            eventually(reader.count, lambda seen: seen >= len(log))
            assert reader.seen == log


def test_a_stop_under_load_keeps_everything(server: RunningServer, tmp_path: Path) -> None:
    with ExitStack() as stack:
        reader = stack.enter_context(Reader(server.port))
        senders = Senders(server.port, 8, tmp_path)
        stack.callback(senders.stop)
        eventually(lambda: len(senders.acknowledged()), lambda count: count > 100)
        asked = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - asked < SOON
        senders.stop()
        server.start()
        log = whole_log(server)
        check_kept(log, senders)
        eventually(lambda: len(reader.seen), lambda seen: seen >= len(log))
        assert reader.seen == log
