"""What somebody types to search."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from appliance.chat.search.inquiry import LONGEST, MOST_TERMS, Inquiry
from appliance.errors import BadInput


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Where the chat runs it is two hours later than in UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "XXX-2")
        time.tzset()
        yield
    time.tzset()


def parsed(text: str, **more: str) -> dict[str, Any]:
    """What was asked for, without what was not."""
    found = vars(Inquiry.parsed(text, more))
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Hello  Wörld hello", {"terms": ["hello", "world"]}),
        ('"Hello  Wörld" x', {"terms": ["hello world", "x"]}),
        ("„so ist es“", {"terms": ["so ist es"]}),
        (
            'from:@ada FROM:"Ada L" in:#tea tea',
            {"people": ["ada", "Ada L"], "rooms": ["#tea"], "terms": ["tea"]},
        ),
        ("has:link has:Image has:link", {"has": ["link", "image"]}),
        (
            "from:\U0001f469\u200d\U0001f680 b\u200ba\u00add",
            {"people": ["\U0001f469\u200d\U0001f680"], "terms": ["bad"]},
        ),
        ('say "so', {"terms": ["say", "so"]}),
        ("from: http://x/ to:you", {"terms": ["from:", "http://x/", "to:you"]}),
        ('a\0b OR NEAR(a* -b) ^c "d""', {"terms": ["a", "b", "or", "near(a*", "-b)", "^c", "d"]}),
    ],
)
def test_it_is_read_as_it_is_meant(text: str, asked: dict[str, Any]) -> None:
    assert parsed(text) == asked


@pytest.mark.usefixtures("zone")
def test_days_begin_where_the_chat_runs_and_the_narrowest_counts() -> None:
    narrow = parsed(
        "after:2026-03-01 after:2026-02-01 before:2026-03-02T10:00:00Z", before="2027-01-01"
    )
    assert narrow == {"since": "2026-02-28T22:00:00.000Z", "until": "2026-03-02T10:00:00.000Z"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "search-empty"),
        ('\u200b ""', "search-empty"),
        ("x" * (LONGEST + 1), "search-too-long"),
        (" ".join(f"x{at}" for at in range(MOST_TERMS + 1)), "search-terms"),
        ("from:a in:b " * 7, "search-terms"),
        ("has:everything", "search-has"),
        ("before:yesterday", "search-date"),
        ("after:0001-01-01", "search-date"),
    ],
)
def test_what_cannot_be_searched_for_is_refused(text: str, name: str) -> None:
    with pytest.raises(BadInput) as refused:
        Inquiry.parsed(text)
    assert refused.value.name == name
