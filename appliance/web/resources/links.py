"""`/rooms/{room}/links` and `/join`: invitations to a private room by a link."""

from __future__ import annotations

from typing import Any

import falcon

from appliance.chat.chat import Chat
from appliance.chat.links import USUAL_SECONDS, Links
from appliance.chat.moment import moment
from appliance.chat.standing.private_link import PrivateLink
from appliance.errors import BadInput
from appliance.web import params
from appliance.web.access.caller import Caller
from appliance.web.invitation import Invitation
from appliance.web.resources.actor import person_of
from appliance.web.secret_link import JOIN, secret_link


class RoomLinks:
    """Makes links, and lists those that are open: without their secrets, which nobody has."""

    def __init__(self, chat: Chat, links: Links, invitation: Invitation) -> None:
        self._chat = chat
        self._links = links
        self._invitation = invitation

    def on_get(self, req: falcon.Request, resp: falcon.Response, room: str) -> None:
        found = self._links.open(person_of(req, self._chat), room)
        resp.media = {"links": [_told(id_, link) for id_, link in found.items()]}

    on_head = on_get

    def on_post(self, req: falcon.Request, resp: falcon.Response, room: str) -> None:
        said = params.fields(req)
        made = self._links.make(
            person_of(req, self._chat, said.get("nick", "")),
            room,
            once=params.flag(said, "once"),
            seconds=params.amount(said, "seconds", USUAL_SECONDS),
            key=self._chat.key(said.get("key")),
        )
        resp.status = falcon.HTTP_201 if made.new else falcon.HTTP_200
        resp.media = {
            **_told(made.id, made.link),
            "secret": made.secret,
            **secret_link(self._invitation, JOIN, made.secret),
            "entry": made.entry,
        }


class RoomLink:
    """Takes a link back."""

    def __init__(self, chat: Chat, links: Links) -> None:
        self._chat = chat
        self._links = links

    def on_delete(self, req: falcon.Request, resp: falcon.Response, room: str, link: str) -> None:
        nick = params.fields(req).get("nick", "")
        entry = self._links.take_back(person_of(req, self._chat, nick), room, link)
        resp.media = {"room": room, "link": link, "id": entry}


class Join:
    """Lets whoever has a link's secret into its room."""

    def __init__(self, chat: Chat, links: Links) -> None:
        self._chat = chat
        self._links = links

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        said = params.fields(req)
        if "secret" not in said:
            raise BadInput("secret-not-text")
        caller: Caller = req.context.caller
        person = person_of(req, self._chat, said.get("nick", ""))
        room, entry = self._links.join(person, said["secret"], caller.maker)
        resp.media = {"room": room, **({"id": entry} if entry else {})}


def _told(id_: str, link: PrivateLink) -> dict[str, Any]:
    return {
        "id": id_,
        "by": link.by,
        "expires": moment(link.expires),
        "once": link.once,
        "uses": link.uses,
    }
