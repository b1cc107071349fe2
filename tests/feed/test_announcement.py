"""New entries as they are told on the bus."""

from __future__ import annotations

from appliance.feed.announcement import MAX_BYTES, parsed, words_of
from tests.feed.feeds import entry


def test_what_is_told_is_what_is_heard() -> None:
    said = [entry(8, text="a\nb"), entry(9, "tea")]
    after, heard = parsed(words_of(7, said))
    assert (after, list(heard)) == (7, said)


def test_what_is_too_large_tells_how_far_the_log_goes_and_no_more() -> None:
    fits = entry(8, text="x" * (MAX_BYTES - 500))
    after, heard = parsed(words_of(7, [fits]))
    assert (after, list(heard)) == (7, [fits])
    words = words_of(7, [fits, entry(9, text="x" * 500)])
    assert words == b"9"
    after, heard = parsed(words)
    assert (after, list(heard)) == (9, [])
