"""What is said: messages, also those that answer another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appliance.chat.kinds.kind import Kind
from appliance.feed.entry import Draft
from appliance.feed.folding import Target


class Saying(Kind):
    """Something said. A reply is counted at what it answers, be that a tombstone by now."""

    name = "message"

    def fold(self, draft: Draft, target: Target, time: str) -> Mapping[str, Any]:
        return {**target.now, "replies": target.now.get("replies", 0) + 1}
