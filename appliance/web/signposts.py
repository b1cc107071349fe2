"""Who is refused, and asked for a page as browsers do when somebody types an address, gets one."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

import falcon

from appliance.chat.room import room_name
from appliance.errors import BadInput, sentence
from appliance.network.addresses import PUBLIC, Address, url
from appliance.web.page.edition import Edition
from appliance.web.page.signpost import Arm, signpost
from appliance.web.server.environ import REACHED, cgi_name
from appliance.web.server.proxies import MARKS
from appliance.web.typed import typed_path

_FORWARDED: Final = tuple(filter(None, map(cgi_name, MARKS)))


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
            resp.data = page.html(title, text, self._elsewhere(req))
        elif resp.status_code == HTTPStatus.NOT_FOUND:
            nothing = sentence("signpost-nothing", {})
            resp.data = page.html(title, nothing, [*_rooms(req), _to_chat(req)])
        else:
            resp.data = page.html(title, text, [_to_chat(req)])

    def _elsewhere(self, req: falcon.Request) -> Iterator[Arm]:
        """Where to go from a name that is not ours.

        Who asks may be a page elsewhere, whose name leads here so that it can read this, or
        somebody outside of this network: they are told the number that they asked, which they
        know, and no other. The public address is told to anybody: where there is one, numbers
        lead nowhere, and it was named for people to be told.
        """
        public = [address.url for address in self._addresses() if address.kind == PUBLIC]
        return (Arm(address, address) for address in public or _asked(req))


def _wants_page(req: falcon.Request) -> bool:
    """Whether HTML is asked for by name; who takes anything is a program."""
    accepted = req.env.get("HTTP_ACCEPT", "").lower().split(",")
    return any(part.partition(";")[0].strip() == "text/html" for part in accepted)


def _asked(req: falcon.Request) -> Iterator[str]:
    """The address by its number that the request came to, unless that leads nowhere for who sent
    it: there is a proxy or, as where an outside number asks an inside one, a router in between.
    """
    if REACHED not in req.env or any(name in req.env for name in _FORWARDED):
        return
    try:
        host, port = req.env[REACHED]()
    except OSError:  # who asked has hung up
        return
    number, asker = (ipaddress.ip_address(one) for one in (host, req.remote_addr))
    linked = number.version == 6 and number.is_link_local  # no browser takes it
    if not linked and (number.is_global or not asker.is_global):
        yield url(host, port)


def _chat(req: falcon.Request) -> str:
    """Where the chat is, relative to what was asked for: before that may stand a path which only a
    proxy knows.
    """
    return "../" * (typed_path(req).count("/") - 1) or "./"


def _to_chat(req: falcon.Request) -> Arm:
    return Arm(_chat(req), sentence("signpost-chat", {}))


def _rooms(req: falcon.Request) -> Iterator[Arm]:
    """The room whose name somebody may have typed into the address."""
    try:
        room = room_name(req.path.removeprefix("/"))
    except BadInput:
        return
    yield Arm(f"{_chat(req)}#{quote(room)}", sentence("signpost-room", {"room": room}))
