"""`GET /invite` and `GET /invite/qr.svg`: how others join."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Any, Final

import falcon

from appliance.web.access.caller import Caller
from appliance.web.invitation import Invitation
from appliance.web.reach import Reach

QUIET_ZONE: Final = 4
"""Modules of white around the code; the standard asks for so many."""

CODES: Final = 64
"""Drawings kept, a few KB each, for the addresses of a machine with many networks; beyond it the
one unseen for longest is drawn anew. One costs 3 ms, in which nobody else is served."""


def described(invitation: Invitation, reach: Reach, *, admin: bool) -> dict[str, Any]:
    """The invitation as JSON tells it to somebody who is `admin` or not."""
    return {
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
    """Tells everybody: who is in the chat may bring others."""

    def __init__(self, invitation: Invitation, reach: Reach) -> None:
        self._invitation = invitation
        self._reach = reach

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        caller: Caller = req.context.caller
        resp.media = described(self._invitation, self._reach, admin=caller.host)

    on_head = on_get


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
        resp.data = qr_code(asked[0])

    on_head = on_get


@lru_cache(maxsize=CODES)
def qr_code(url: str) -> bytes:
    """An SVG that scales, dark on white whatever the page's colours: phones read it so."""
    import segno

    drawn = BytesIO()
    segno.make(url, error="m", micro=False).save(
        drawn,
        kind="svg",
        border=QUIET_ZONE,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return drawn.getvalue()
