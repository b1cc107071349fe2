"""`GET /openapi.json`: the HTTP interface, described for programs and their writers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib import resources
from typing import Any, Final

import falcon

from appliance import __version__
from appliance.chat import links, mentions, own_mentions
from appliance.chat.chat import LONGEST_KEY, Limits
from appliance.chat.files.attaching import MOST as MOST_FILES
from appliance.chat.files.looking import MOST_THUMBNAIL
from appliance.chat.private_rooms import (
    LONGEST_TITLE,
    LONGEST_TOPIC,
    MOST,
    MOST_DIRECT,
    MOST_PEOPLE,
)
from appliance.chat.room import LONGEST
from appliance.chat.room_order import SLOWEST
from appliance.chat.search import inquiry
from appliance.chat.tokens import LONGEST_NAME, MOST_ROOMS, MOST_TOKENS
from appliance.feed.contract import SLICE_BYTES, SLICE_ENTRIES
from appliance.feed.depot.quota import MEGABYTE, DepotLimits
from appliance.feed.numbers import HIGHEST
from appliance.web.params import MAX_ROOMS
from appliance.web.polls.form import CURSOR_FORM
from appliance.web.resources import mentions as mention_list
from appliance.web.resources.messages import DEFAULT_LIMIT
from appliance.web.resources.search import USUAL
from appliance.web.resources.sub import DEFAULT_WAIT, LONGEST_WAIT
from appliance.web.server.server import ServerLimits

_LIMIT: Final = re.compile(r'"<(\w+)>"|<(\w+)>')
"""A limit's name where its number is to stand, as a value or among words."""


def limits_of(chat: Limits, server: ServerLimits, files: DepotLimits) -> dict[str, int]:
    """Each limit by its name in the document, from the code that enforces it."""
    return {
        "message": chat.message,
        "nick": chat.nick,
        "rooms": chat.rooms,
        "room": LONGEST,
        "title": LONGEST_TITLE,
        "topic": LONGEST_TOPIC,
        "slowest": SLOWEST,
        "people": MOST_PEOPLE,
        "direct": MOST_DIRECT,
        "private_rooms": MOST,
        "links": links.MOST,
        "link_shortest": links.SHORTEST,
        "link_longest": links.LONGEST,
        "key": LONGEST_KEY,
        "token_name": min(LONGEST_NAME, chat.nick),
        "token_rooms": MOST_ROOMS,
        "tokens": MOST_TOKENS,
        "cursor": HIGHEST,
        "poll_rooms": MAX_ROOMS,
        "poll_entries": CURSOR_FORM.limit,
        "slice_entries": SLICE_ENTRIES,
        "usual_slice": DEFAULT_LIMIT,
        "answer_kilobytes": SLICE_BYTES // 1024,
        "search_characters": inquiry.LONGEST,
        "search_terms": inquiry.MOST_TERMS,
        "search_most": inquiry.MOST,
        "search_usual": USUAL,
        "mentions": mentions.MOST,
        "mentions_small": mentions.SMALL,
        "mentions_each": own_mentions.EACH_ROOM,
        "mentions_most": own_mentions.MOST,
        "mentions_usual": mention_list.USUAL,
        "files": MOST_FILES,
        "thumbnail": MOST_THUMBNAIL,
        "file_megabytes": files.file // MEGABYTE,
        "member_megabytes": files.member // MEGABYTE,
        "all_megabytes": files.all // MEGABYTE,
        "wait": LONGEST_WAIT,
        "usual_wait": DEFAULT_WAIT,
        "head": server.request.head,
        "body": server.request.body,
        "requests": server.client.requests,
        "connections": server.client.connections,
        "total_connections": server.connections,
    }


def description(limits: Mapping[str, int]) -> dict[str, Any]:
    """The OpenAPI 3.1 document; tests hold it against the routes, the answers and the limits."""

    def number(named: re.Match[str]) -> str:
        return str(limits[named[1]]) if named[1] else f"{limits[named[2]]:,}"

    text = resources.files("appliance.web").joinpath("openapi.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(_LIMIT.sub(number, text))
    document["info"]["version"] = __version__
    return document


class OpenApi:
    """The resource; the document never changes while the program runs."""

    def __init__(self, limits: Mapping[str, int]) -> None:
        self._document = description(limits)

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        resp.media = self._document

    on_head = on_get
