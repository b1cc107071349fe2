"""A short run of the fuzzer; `make fuzz` is the long one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.assault import statuses_in
from tests.fuzz.mutation import Mutator
from tests.fuzz.run import STREAMING, run


@pytest.mark.parametrize("program", ["appliance", STREAMING])
def test_thousands_of_requests_that_nobody_meant_to_send(tmp_path: Path, program: str) -> None:
    figures = run(tmp_path, count=4_000, seed=1, program=program)
    assert figures.troubles == []
    assert figures.tried >= 4_000
    assert {200, 400, 404, 405, 413, 421, 431, 501, 505} <= set(figures.statuses)
    assert figures.healthy["rounds"] > 10


def test_a_seed_is_what_the_chance_depends_on() -> None:
    one, same, other = (Mutator(seed) for seed in (1, 1, 2))
    wires = [one.request() for _ in range(50)]
    assert wires == [same.request() for _ in range(50)]
    assert wires != [other.request() for _ in range(50)]


@pytest.mark.parametrize(
    ("heard", "statuses"),
    [
        (b"", []),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", [200]),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 500 Oh\r\nContent-Length: 1\r\n\r\n{", [500]),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.1 404 No\r\n\r\n", [200, 404]),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}and something that is no answer", None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", [200]),
    ],
)
def test_answers_are_told_from_what_is_none(heard: bytes, statuses: list[int] | None) -> None:
    assert statuses_in(heard) == statuses
