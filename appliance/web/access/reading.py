"""Who reads, as the feed wants to know it."""

from __future__ import annotations

import falcon

from appliance.feed.contract import Reader
from appliance.web.server.environ import LEFT


def reader(req: falcon.Request) -> Reader:
    """All requests of one address take turns as one."""
    address = req.remote_addr
    left = req.env.get(LEFT)
    return Reader(address) if left is None else Reader(address, left)
