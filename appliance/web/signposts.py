"""Who is refused, and asked for a page as browsers do when somebody types an address, gets one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

import falcon

from appliance.chat.room import room_name
from appliance.errors import BadInput
from appliance.network.addresses import Address
from appliance.web.page.edition import Edition
from appliance.web.page.signpost import Arm, signpost

NAME: Final = "name"
"""The kind of address that who comes by a foreign name is not told: it may be a page elsewhere,
whose name leads here so that it can read this. The number it knows already."""

_OPEN: Final = "Open the chat"
_NOT_HERE: Final = "There is nothing at this address."


class Signposts:
    """Falcon middleware that makes a page of a refusal; programs get the JSON."""

    def __init__(
        self, edition: Callable[[], Edition], addresses: Callable[[], Sequence[Address]]
    ) -> None:
        self._edition = edition
        self._addresses = addresses

    def process_response(
        self, req: falcon.Request, resp: falcon.Response, resource: object, ok: bool
    ) -> None:
        refusal = resp.context.get("refusal")
        if refusal is None or req.method not in ("GET", "HEAD") or not _wants_page(req):
            return
        title, text = refusal.title, refusal.description
        page = signpost(self._edition())
        resp.content_type = "text/html; charset=utf-8"
        resp.set_header("Content-Security-Policy", page.policy)
        if resp.status_code == HTTPStatus.MISDIRECTED_REQUEST:
            resp.data = page.html(title, text, self._elsewhere())
        elif resp.status_code == HTTPStatus.NOT_FOUND:
            resp.data = page.html(title, _NOT_HERE, [*_rooms(req), Arm(_chat(req), _OPEN)])
        else:
            resp.data = page.html(title, text, [Arm(_chat(req), _OPEN)])

    def _elsewhere(self) -> Iterator[Arm]:
        best = [address for address in self._addresses() if address.kind != NAME][:1]
        return (Arm(address.url, address.url) for address in best)


def _wants_page(req: falcon.Request) -> bool:
    """Whether HTML is asked for by name; who takes anything is a program."""
    accepted = req.env.get("HTTP_ACCEPT", "").lower().split(",")
    return any(part.partition(";")[0].strip() == "text/html" for part in accepted)


def _chat(req: falcon.Request) -> str:
    """Where the chat is, relative to what was asked for: before that may stand a path which only a
    proxy knows.
    """
    return "../" * (req.path.count("/") - 1) or "./"


def _rooms(req: falcon.Request) -> Iterator[Arm]:
    """The room whose name somebody may have typed into the address."""
    try:
        room = room_name(req.path.removeprefix("/"))
    except BadInput:
        return
    yield Arm(f"{_chat(req)}#{quote(room)}", f"Open the room {room}")
