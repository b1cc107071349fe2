"""A process that states one fact after the other, and says which it was acknowledged."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from gevent import monkey

monkey.patch_all()

from appliance.feed.facts import Fact  # noqa: E402
from appliance.feed.sqlite.feed import SqliteFeed  # noqa: E402
from tests.feed.feeds import clock, draft  # noqa: E402

feed = SqliteFeed(Path(sys.argv[1]), clock)
for number in itertools.count(1):
    said = draft(str(number))
    feed.append(
        said._replace(facts=(Fact("in", "a", number), Fact("in", f"b{number % 7}", number)))
    )
    print(number, flush=True)
