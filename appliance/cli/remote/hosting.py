"""The chat that runs on this computer, asked as its host."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from appliance.cli.remote.address import ChatAddress
from appliance.cli.remote.client import ChatClient
from appliance.cli.terminal.exit import Unreachable
from appliance.host import admin_token, whereabouts


@contextmanager
def hosted(folder: Path) -> Iterator[ChatClient]:
    """A client that shows the admin's token, closed in the end: whoever may read that in the data
    folder is the host. Raises Unreachable where no chat runs with it, and what `admin_token.known`
    does.
    """
    token = admin_token.known(folder)
    running = whereabouts.find(folder)
    if running is None:
        raise Unreachable("no-chat-runs", folder=folder)
    with closing(ChatClient(ChatAddress.parse(running.url), token=token)) as client:
        yield client
