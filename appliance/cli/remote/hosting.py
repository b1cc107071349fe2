"""The chat that runs on this computer, asked as its host."""

from __future__ import annotations

from pathlib import Path

from appliance.cli.remote.address import ChatAddress
from appliance.cli.remote.client import ChatClient
from appliance.cli.terminal.exit import Unreachable


def hosted(folder: Path) -> ChatClient:
    """Whoever may read the token in the data folder is the host. Raises Unreachable where no chat
    runs with it, and what `admin_token.known` does.
    """
    from appliance.host import admin_token, whereabouts

    token = admin_token.known(folder)
    running = whereabouts.find(folder)
    if running is None:
        raise Unreachable("no-chat-runs", folder=folder)
    return ChatClient(ChatAddress.parse(running.url), token=token)
