"""`PUT /sharing`: the switch between everyone on this network and this computer only."""

from __future__ import annotations

import falcon

from appliance.errors import BadInput
from appliance.web.invitation import Invitation
from appliance.web.params import fields
from appliance.web.reach import Reach
from appliance.web.resources.actor import host_of
from appliance.web.resources.invite import described


class SharingSwitch:
    """Takes effect before it answers."""

    def __init__(self, invitation: Invitation, reach: Reach) -> None:
        self._invitation = invitation
        self._reach = reach

    def on_put(self, req: falcon.Request, resp: falcon.Response) -> None:
        host_of(req)
        shared = fields(req).get("shared")
        if not isinstance(shared, bool):
            raise BadInput("sharing-unsaid")
        if shared != self._invitation.shared:
            self._invitation.share(shared)
            if shared:
                self._reach.forget()
        resp.media = described(self._invitation, self._reach, admin=True)
