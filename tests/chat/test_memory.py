"""The list that the chat's rules are tested on keeps what every feed promises."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from appliance.feed.contract import Feed
from tests.chat.memory import ListFeed
from tests.feed.contract_suite.feed_contract import FeedContract
from tests.feed.feeds import Changing


class TestListFeed(FeedContract):
    def opened(self, folder: Path) -> AbstractContextManager[Feed]:
        return nullcontext(ListFeed(Changing()))
