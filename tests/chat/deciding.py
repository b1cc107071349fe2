"""A process in which a helper decides one thing after the other, and says which are done."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from gevent import monkey

monkey.patch_all()

from appliance.chat.actor import Actor  # noqa: E402
from appliance.chat.moderation import Moderation  # noqa: E402
from appliance.chat.room_order import RoomOrder  # noqa: E402
from appliance.chat.standing.conduct import HELPER  # noqa: E402
from appliance.chat.standing.registry import Registry  # noqa: E402
from appliance.feed.sqlite.feed import SqliteFeed  # noqa: E402
from tests.feed.feeds import clock  # noqa: E402

feed = SqliteFeed(Path(sys.argv[1]), clock)
registry = Registry(feed)
helper = Actor("helper", "Helen", HELPER)
people, rooms = Moderation(feed, registry), RoomOrder(feed, registry)
for number in itertools.count(1):
    people.change(helper, "a" * 16, {"hidden": number % 2 == 1})
    rooms.change(helper, "lobby", {"topic": str(number)})
    print(number, flush=True)
