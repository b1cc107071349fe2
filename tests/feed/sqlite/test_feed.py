"""SQLite keeps what every feed promises."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from appliance.feed.contract import Feed
from tests.feed.contract_suite.feed_contract import LastingFeedContract
from tests.feed.feeds import opened


class TestSqliteFeed(LastingFeedContract):
    def opened(self, folder: Path) -> AbstractContextManager[Feed]:
        return opened(folder / "chat.db")
