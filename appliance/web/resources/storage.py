"""`GET /storage`: what takes the space."""

from __future__ import annotations

from typing import Any

import falcon

from appliance.chat.standing.conduct import KEEPERS
from appliance.feed.depot.depot import Depot
from appliance.feed.depot.room_shares import RoomShare
from appliance.feed.scope import Scope
from appliance.web.access.caller import Caller

MOST = 100
"""People and rooms that have most; the others are not told one by one."""


class Storage:
    """One's own share; host and helpers are told all, but of rooms that they cannot read only how
    much it is together.
    """

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
                    for member, size, files in shares[:MOST]
                ],
                **_told(self._depot.room_shares(), caller.scope),
            }
        resp.media = media

    on_head = on_get


def _told(shares: list[RoomShare], scope: Scope) -> dict[str, Any]:
    readable = [share for share in shares if scope.holds(share.room)]
    others = [share for share in shares if not scope.holds(share.room)]
    return {
        "rooms": [share._asdict() for share in readable[:MOST]],
        "other_rooms": {
            "bytes": sum(share.bytes for share in others),
            "files": sum(share.files for share in others),
        },
    }
