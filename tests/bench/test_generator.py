"""The generator against the smallest server there is: real processes, a few clients."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.bench import fanout, generator, publishing, storm
from tests.bench.bench import Bench
from tests.bench.contender import CONTENDERS
from tests.bench.failure import Failure
from tests.conftest import unavailable


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    if shutil.which("gcc") is None:
        unavailable("there is no compiler here (apt-get install gcc libc6-dev)")
    cores = frozenset(os.sched_getaffinity(0))
    return Bench(tmp_path, generator.build(tmp_path), None, cores, cores, per_address=20)


def test_every_parked_client_gets_every_message(bench: Bench) -> None:
    got = fanout.measure(bench, CONTENDERS["kernel"], 50, 0, 3)
    assert got.messages == 3
    assert got.strays == 0
    assert got.answer_bytes == bench.answer_bytes
    assert all(0 < first <= last for first, last in zip(got.first_ms, got.all_ms, strict=True))


def test_what_is_said_in_one_breath_is_heard_in_turn(tmp_path: Path) -> None:
    program = tmp_path / "hasty"
    program.write_text("""#!/bin/sh\nprintf '{"event": "one"}\\n{"event": "two"}\\n'; cat\n""")
    program.chmod(0o755)
    with generator.Generator(program, "", frozenset(os.sched_getaffinity(0))) as hasty:
        assert [hasty.event(5)["event"] for _ in range(2)] == ["one", "two"]
        assert not hasty.has_event()


def test_all_clients_come_back_to_a_server_that_was_killed(bench: Bench) -> None:
    got = storm.measure(bench, CONTENDERS["kernel"], 0, 50)
    assert got.connected_ms > 0
    assert got.accepted_ms > 0  # seen by another who watches: its order to what follows is nobody's
    assert 0 < got.parked_ms < got.whole_ms


def test_the_publishing_rate_counts_answers(bench: Bench) -> None:
    got = publishing.measure(bench, CONTENDERS["kernel"], 0, 1)
    assert got.rate > 0
    assert 0 < got.p50_ms <= got.p99_ms <= got.max_ms


def test_a_server_that_is_not_there_is_a_reason(bench: Bench) -> None:
    site_less = bench.server(CONTENDERS["kernel"])
    with bench.readers(site_less, 1) as readers, pytest.raises(Failure, match="connect"):
        readers.event(10)
