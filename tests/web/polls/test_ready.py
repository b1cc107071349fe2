from __future__ import annotations

import tracemalloc

from appliance.feed.scope import Scope
from appliance.web.polls.ready import MAX_BYTES, Ready

ONE = Scope.of({"lobby"})


def test_an_answer_is_kept_while_the_log_ends_where_it_ended() -> None:
    ready = Ready()
    ready.put(7, "a", b"told", ONE)
    ready.put(7, "b", b"", ONE)
    assert ready.get(7, "a") == b"told"
    assert ready.get(7, "b") == b""
    assert ready.get(7, "c") is None
    assert ready.get(8, "a") is None
    ready.put(8, "a", b"more", ONE)
    assert ready.get(8, "a") == b"more"
    assert ready.get(8, "b") is None


def test_answers_are_bounded_in_bytes_however_many_places_they_are_for() -> None:
    ready = Ready()
    wire = bytes(MAX_BYTES // 10)
    for place in range(100):
        ready.put(7, place, wire, ONE)
        assert ready.get(7, place) is wire
    assert sum(ready.get(7, place) is not None for place in range(100)) < 10


def test_answers_without_words_are_bounded_too() -> None:
    ready = Ready()
    for place in range(100_000):
        ready.put(7, place, b"", ONE)
    assert sum(ready.get(7, place) is not None for place in range(100_000)) < 20_000


def test_the_rooms_of_those_who_are_told_nothing_count_as_well() -> None:
    """Polls of a hundred rooms that nobody else knows, each kept with their names."""
    ready = Ready()
    tracemalloc.start()
    try:
        for place in range(4_000):
            rooms = Scope.of(f"{'r' * 50}-{place:06d}-{number}" for number in range(100))
            ready.put(7, (rooms, "form", place), b"", rooms)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 2 * MAX_BYTES
