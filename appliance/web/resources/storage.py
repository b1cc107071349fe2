"""`GET /storage`: what takes the space."""

from __future__ import annotations

import falcon

from appliance.chat.standing.conduct import KEEPERS
from appliance.feed.depot.depot import Depot
from appliance.web.access.caller import Caller

MOST_PEOPLE = 100
"""Those who keep most; the others are not told one by one."""


class Storage:
    """One's own share; host and helpers are told all."""

    def __init__(self, depot: Depot) -> None:
        self._depot = depot

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        caller: Caller = req.context.caller
        shares = self._depot.shares()
        room = self._depot.room
        mine = room.members.get(caller.member or "", 0)
        media = {"file": room.limits.file, "you": {"bytes": mine, "most": room.limits.member}}
        if caller.role in KEEPERS:
            usage = self._depot.usage()
            media |= {
                "all": {
                    "bytes": room.all,
                    "most": room.limits.all,
                    "files": sum(files for _, _, files in shares),
                    "uploads": self._depot.uploads,
                },
                "disk": {"free": usage.free, "kept": usage.kept},
                "people": [
                    {"member": member, "bytes": size, "files": files}
                    for member, size, files in shares[:MOST_PEOPLE]
                ],
            }
        resp.media = media

    on_head = on_get
