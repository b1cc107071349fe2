"""`PUT /sharing`: the switch between everyone on this network and this computer only."""

from __future__ import annotations

from typing import Final

import falcon

from appliance.errors import BadInput, Refused
from appliance.web.access.admin import Admin
from appliance.web.invitation import Invitation
from appliance.web.params import fields
from appliance.web.reach import Reach
from appliance.web.resources.invite import described

_NOT_ADMIN: Final = (
    "Only who runs this chat may change who can join. Open the link that “chat-appliance admin” "
    "prints on its computer, and try again."
)


class SharingSwitch:
    """Takes effect before it answers."""

    def __init__(self, invitation: Invitation, reach: Reach, admin: Admin) -> None:
        self._invitation = invitation
        self._reach = reach
        self._admin = admin

    def on_put(self, req: falcon.Request, resp: falcon.Response) -> None:
        if not self._admin.asks(req):
            raise Refused(_NOT_ADMIN)
        shared = fields(req).get("shared")
        if not isinstance(shared, bool):
            raise BadInput('Say who may join with the JSON {"shared": true} or {"shared": false}.')
        if shared != self._invitation.shared:
            self._invitation.share(shared)
            if shared:
                self._reach.forget()
        resp.media = described(self._invitation, self._reach, admin=True)
