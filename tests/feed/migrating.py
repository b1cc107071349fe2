"""A process that brings an older log up to date, in small pieces, and says how far it has come."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from appliance.feed.sqlite.database import connect
from appliance.feed.sqlite.schema import migrate, steps

small = [(number, sql.replace("20000", "20").replace("19999", "19")) for number, sql in steps()]
with closing(connect(Path(sys.argv[1]), create=False)) as connection:
    migrate(connection, small, told=lambda share: print(share, flush=True))
