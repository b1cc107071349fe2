"""Kinds of entries: whatever is done in whatever order, all who read end with the same messages."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from appliance.chat.actor import Actor
from appliance.chat.kinds import reaction
from appliance.chat.kinds.delete import DELETE
from appliance.chat.kinds.edit import EDIT
from appliance.chat.kinds.kind import Kind, change
from appliance.chat.kinds.reaction import REACTION
from appliance.chat.kinds.table import FOLDS, KINDS
from appliance.errors import BadInput, Problem
from appliance.feed.contract import Feed
from appliance.feed.entry import Draft
from appliance.feed.folding import Target
from appliance.feed.scope import EVERYTHING
from appliance.feed.sqlite.feed import SqliteFeed
from tests.chat.kinds.client import folded
from tests.chat.memory import ListFeed
from tests.feed.feeds import TIME, clock, draft, soon

Act = tuple[str, int, str]
ACTS = st.tuples(
    st.sampled_from(["say", "reply", "edit", "react", "take back", "delete", "restart", "poll"]),
    st.integers(1, 6),
    st.sampled_from("abc"),
)


def drafted(what: str, number: int, text: str) -> Draft:
    target = Target(number, "lobby", "message", "", "", TIME, {}, {})
    actor = Actor(text, "")
    if what == "say":
        return draft(text)
    if what == "reply":
        return draft(text)._replace(fields={"message": text, "reply": number}, target=number)
    if what == "edit":
        return change(EDIT, target, actor, message=text)
    if what == "delete":
        return change(DELETE, target, actor, by="author")
    return change(REACTION, target, actor, emoji="👍", on=what == "react")


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@example([("say", 1, "a"), ("poll", 1, "a"), ("reply", 1, "b"), ("delete", 2, "c")])
@given(st.lists(ACTS, max_size=25))
def test_all_who_read_end_with_the_conversation_that_is_kept(acts: list[Act]) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as ending:
        path = Path(folder) / "chat.db"
        feed = SqliteFeed(path, clock, folds=FOLDS)

        @ending.callback
        def end() -> None:
            feed.close()  # the last one, also where this fails

        plain = ListFeed(FOLDS)
        cursor = 0
        page: dict[int, dict[str, Any]] = {}
        late: dict[int, dict[str, Any]] = {}
        joined = 0
        for what, number, text in acts:
            if what == "restart":
                feed.close()
                feed = SqliteFeed(path, clock, folds=FOLDS)
            elif what == "poll":
                part = feed.since(cursor, EVERYTHING, 3)
                cursor, page = part.cursor, folded(part.entries, page)
                begun = feed.before("lobby", None, 50, EVERYTHING)
                joined, late = begun.cursor, folded(begun.entries, {})
            else:
                _do(feed, plain, drafted(what, number, text))
        soon(lambda: feed.last == plain.last)  # as everybody hears of it a moment later
        whole = feed.before("lobby", None, 50, EVERYTHING)
        kept = {entry.id: entry.record for entry in whole.entries}
        assert whole.entries == plain.before("lobby", None, 50, EVERYTHING).entries
        raw = feed.since(0, EVERYTHING, 100).entries
        assert raw == plain.since(0, EVERYTHING, 100).entries
        assert folded(feed.since(cursor, EVERYTHING, 100).entries, page) == kept
        assert folded(feed.since(joined, EVERYTHING, 100).entries, late) == kept


def _do(feed: Feed, plain: ListFeed, wanted: Draft) -> None:
    """Both take it, or refuse it for the same reason."""
    told = []
    for each in (feed, plain):
        try:
            told.append(str(each.append(wanted)))
        except Problem as problem:
            told.append(problem.name)
    assert told[0] == told[1]


def test_the_table_has_every_kind_there_is() -> None:
    found = {kind.name for kind in Kind.__subclasses__()}
    assert found == KINDS.keys()


@pytest.mark.parametrize("emoji", ["👍", "❤️", "👩‍👩‍👧‍👦", "🇩🇪", "1️⃣", "👍🏽", "©️", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"])
def test_emoji_are(emoji: str) -> None:
    REACTION.check(emoji)


@pytest.mark.parametrize(
    "text",
    [
        *("", "a", "1", "ok", "👍a", "👍" * 17, "\ufffd", "-", " "),
        *("👍\u202e", "👍\u200b", "👍\u0301", "\u20e3", "\ufe0f"),
    ],
)
def test_what_is_no_emoji_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        REACTION.check(text)


def test_reactions_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reaction, "MOST", 2)
    feed = ListFeed(FOLDS)
    feed.append(draft())
    for member in "ab":
        feed.append(drafted("react", 1, member))
    with pytest.raises(reaction.ReactionsFull):
        feed.append(drafted("react", 1, "c"))
    feed.append(drafted("take back", 1, "a"))
    feed.append(drafted("react", 1, "c"))
