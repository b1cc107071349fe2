"""`GET /invite` and `GET /invite/qr.svg`: how others join."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, cast

import falcon

from appliance.web import params, qr_code
from appliance.web.access.caller import Caller
from appliance.web.expectant import Awaited, Expectant, state_of
from appliance.web.invitation import Invitation
from appliance.web.reach import Reach
from appliance.web.resources.sub import LONGEST_WAIT
from appliance.web.server.environ import PARKS


def described(invitation: Invitation, reach: Reach, *, admin: bool) -> dict[str, Any]:
    """The invitation as JSON tells it to somebody who is `admin` or not."""
    return {
        "state": state_of(invitation),
        "shared": invitation.shared,
        "addresses": [address.told() for address in invitation.addresses()],
        "reached": {
            "devices": reach.devices,
            "connected": reach.among(invitation.connected()),
            "last": reach.last,
        },
        "since": invitation.since,
        "moved_from": invitation.moved_from,
        "hints": [hint.told() for hint in invitation.hints()],
        "admin": admin,
    }


class Invite:
    """Tells everybody: who is in the chat may bring others. Who knows the `state` can `wait` for
    another one, on this machine and as the admin; others hear of changes by losing the chat.
    """

    def __init__(self, invitation: Invitation, reach: Reach, expectant: Expectant) -> None:
        self._invitation = invitation
        self._reach = reach
        self._expectant = expectant

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        known, wait = params.text(req, "state"), params.whole(req, "wait", 0, LONGEST_WAIT)
        caller: Caller = req.context.caller
        told = partial(described, self._invitation, self._reach, admin=caller.host)
        if known and wait and self._may_wait(req, admin=caller.host):
            resp.content_type = falcon.MEDIA_JSON
            state = partial(state_of, self._invitation)
            body = Awaited(self._expectant, state, known, wait, told)
            resp.stream = cast("Iterable[bytes]", body)
        else:
            resp.media = told()

    def on_head(self, req: falcon.Request, resp: falcon.Response) -> None:
        resp.media = described(self._invitation, self._reach, admin=req.context.caller.host)

    def _may_wait(self, req: falcon.Request, *, admin: bool) -> bool:
        near = admin or not self._reach.foreign(req.remote_addr)
        return near and bool(req.env.get(PARKS))


class InviteCode:
    """A QR code of one of the chat's addresses, and of nothing else: it makes no signposts to
    other places in this chat's name.
    """

    def __init__(self, invitation: Invitation) -> None:
        self._invitation = invitation

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        asked = req.get_param_as_list("url") or []
        if asked not in [[address.url] for address in self._invitation.addresses()]:
            raise falcon.HTTPNotFound
        resp.content_type = "image/svg+xml"
        resp.data = qr_code.drawn(asked[0])

    on_head = on_get
