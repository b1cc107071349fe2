"""How much is allowed, as the settings say it, for those who hold to it: their own defaults would
be a second opinion.
"""

from __future__ import annotations

import math
from typing import Final

from appliance.chat.chat import Limits
from appliance.feed.depot.quota import DepotLimits
from appliance.settings import Settings
from appliance.web.server.clients import ClientLimits
from appliance.web.server.request import RequestLimits
from appliance.web.server.server import ServerLimits

MEBIBYTE: Final = 1024**2


def chat_limits(settings: Settings) -> Limits:
    edit = {"off": 0.0, "ever": math.inf}.get(settings.edit_minutes)
    seconds = 60 * float(settings.edit_minutes) if edit is None else edit
    return Limits(settings.max_message, settings.max_nick, settings.max_rooms, seconds)


def depot_limits(settings: Settings) -> DepotLimits:
    return DepotLimits(
        settings.max_file * MEBIBYTE,
        settings.max_member_files * MEBIBYTE,
        settings.max_files * MEBIBYTE,
    )


def server_limits(settings: Settings) -> ServerLimits:
    return ServerLimits(
        request=RequestLimits(settings.max_head, settings.max_body),
        client=ClientLimits(settings.max_connections, settings.max_requests),
        connections=settings.max_total_connections,
        head_seconds=settings.head_timeout,
        body_seconds=settings.body_timeout,
        idle_seconds=settings.idle_timeout,
        write_seconds=settings.write_timeout,
    )
