"""`/me`: what I am called, and being the same on another device."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import falcon

from appliance.chat.chat import Chat
from appliance.chat.devices import Devices
from appliance.chat.member import public_id
from appliance.chat.moment import moment
from appliance.chat.names import LOBBY
from appliance.chat.own_marks import OwnMarks
from appliance.errors import BadInput
from appliance.web.access.caller import Caller
from appliance.web.invitation import Invitation
from appliance.web.params import fields, flag
from appliance.web.resources.actor import member_of
from appliance.web.secret_link import DEVICE, secret_link


class Me:
    """Gives whoever asks another name; answers once it is on disk."""

    def __init__(self, chat: Chat, own: OwnMarks, hide: Callable[[str], object]) -> None:
        """`hide` is called with who does not want to be shown among those who are here."""
        self._chat = chat
        self._own = own
        self._hide = hide

    def on_put(self, req: falcon.Request, resp: falcon.Response) -> None:
        said = fields(req)
        shown = flag(said, "shown") if "shown" in said else None
        if shown is None and "nick" not in said:
            raise BadInput("nick-missing")
        member = member_of(req)
        # The name first: where it is refused, nothing is changed.
        told = self._rename(req.context.caller, member, said) if "nick" in said else {}
        if shown is not None:
            self._show(member, shown=shown)
            told["shown"] = shown
        resp.media = told

    def _rename(self, caller: Caller, member: str, said: Mapping[str, Any]) -> dict[str, Any]:
        caller.check_muted(member)
        nick = self._chat.nick(said["nick"])
        receipt = self._chat.rename(
            caller.token(nick),
            nick,
            said.get("room", LOBBY),
            said.get("key"),
            scope=caller.scope,
            reader=caller.reader,
        )
        return {"nick": nick} | ({} if receipt is None else {"id": receipt.id})

    def _show(self, member: str, *, shown: bool) -> None:
        self._own.show(member, shown=shown)
        if not shown:
            self._hide(member)


class MyLinks:
    """Makes what opens the way to be the same member elsewhere, and tells it to nobody else."""

    def __init__(self, chat: Chat, devices: Devices, invitation: Invitation) -> None:
        self._chat = chat
        self._devices = devices
        self._invitation = invitation

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        said = fields(req)
        member_of(req)
        caller: Caller = req.context.caller
        link = self._devices.make(
            caller.token(""), self._chat.key(said.get("key")), recovery=flag(said, "recovery")
        )
        resp.status = falcon.HTTP_201
        resp.media = {
            "id": link.id,
            "secret": link.secret,
            "until": moment(link.until, "seconds") if link.until else None,
            **secret_link(self._invitation, DEVICE, link.secret),
        }


class MyDevice:
    """Makes a browser the member whose link it was given. Before the door: whoever is inside on one
    device comes in on the other.
    """

    def __init__(self, chat: Chat, devices: Devices) -> None:
        self._chat = chat
        self._devices = devices

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        secret = fields(req).get("secret")
        if not isinstance(secret, str):
            raise BadInput("secret-not-text")
        token = self._devices.use(secret)
        caller: Caller = req.context.caller
        caller.become(token)
        person = self._chat.people.person(public_id(token))
        nick = None if person is None else person.nick
        resp.media = {"member": public_id(token), "nick": nick}
