"""What a chat finds, of several answers: each ends before its search takes the chat long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from appliance.chat.search.inquiry import MOST
from appliance.cli.remote.client import ChatClient
from appliance.cli.remote.slice import Entry, RemoteSlice

NOTHING: Final = "Nothing was found."
MORE: Final = "There is more: -n says how much is shown."
BEING_MADE: Final = "The chat is making its index: what was said longer ago may be missing."


def found(client: ChatClient, words: str, most: int) -> tuple[list[Entry], str]:
    """The last `most` messages, oldest first, and a sentence about what is not among them."""
    messages: list[Entry] = []
    cursor: str | None = None
    while True:
        left = min(most + 1 - len(messages), MOST)
        asked: dict[str, object] = {"q": words, "limit": left}
        answer = client.get("/search", asked if cursor is None else asked | {"cursor": cursor})
        part = RemoteSlice.of({**answer, "cursor": answer.get("cursor") or "0"})
        if part is None:
            raise client.not_a_chat()
        messages += part.entries
        # A chat that says so, and comes no further, would be asked for ever.
        further = part.more and (cursor is None or part.cursor < int(cursor))
        if len(messages) > most or not further:
            return messages[:most][::-1], _about(answer, len(messages), most)
        cursor = str(part.cursor)


def _about(answer: Mapping[str, Any], count: int, most: int) -> str:
    if count > most:
        return MORE
    share = answer.get("indexed")
    if isinstance(share, int | float) and share < 1:
        return BEING_MADE
    return "" if count else NOTHING
