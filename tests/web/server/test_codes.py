"""Codes are read as the standard library reads them, and faster."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from urllib.parse import unquote_to_bytes

from hypothesis import given
from hypothesis import strategies as st

from appliance.web.server.codes import decoded


@given(st.lists(st.sampled_from([*"/%aF4", "%41", "%c3", "é"]), max_size=12))
def test_they_are_read_as_the_standard_library_reads_them(pieces: list[str]) -> None:
    text = "".join(pieces).encode()
    assert decoded(text) == unquote_to_bytes(text)


def test_a_head_full_of_percent_signs_keeps_nobody_waiting() -> None:
    signs = b"%" * 16_000
    assert _seconds(decoded, signs) * 4 < _seconds(unquote_to_bytes, signs)


def _seconds(read: Callable[[bytes], bytes], text: bytes) -> float:
    """The shortest of some: other programs may run beside."""
    taken = []
    for _ in range(5):
        begun = perf_counter()
        assert read(text) == text
        taken.append(perf_counter() - begun)
    return min(taken)
