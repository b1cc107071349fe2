"""The chat of this computer, asked by its host."""

from __future__ import annotations

import os

from appliance import settings
from appliance.cli.remote.address import ChatAddress
from appliance.cli.remote.client import ChatClient
from appliance.cli.terminal.exit import Unreachable
from appliance.host import admin_token, whereabouts


def as_host(data: str | None) -> ChatClient:
    """A client that shows the admin's token; `data` is the folder that was chosen, if one was.

    Raises Unreachable where no chat runs with it.
    """
    folder = settings.read({"data": data}, os.environ).folder
    token = admin_token.known(folder)
    running = whereabouts.find(folder)
    if running is None:
        raise Unreachable("no-chat-runs", folder=folder)
    return ChatClient(ChatAddress.parse(running.url), token=token)
