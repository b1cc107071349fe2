"""The long log that is measured has in it what it is said to have."""

from __future__ import annotations

from pathlib import Path

from tests.bench.long_log import Conversation
from tests.feed.logs import ask


def test_a_conversation_has_so_many_of_each(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    Conversation(path, 1).make(1_200, 60, 2_400)
    found = dict(ask(path, "SELECT kind, count(*) FROM log GROUP BY kind"))
    assert found == {"message": 1_200, "edit": 60, "reaction": 2_400}
    assert ask(path, "SELECT count(*) FROM history") == [(1_200,)]
