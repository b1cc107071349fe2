"""`GET /about`: what this chat is, and who you are in it."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

import falcon

from appliance import __version__
from appliance.chat.chat import Chat
from appliance.chat.files.attaching import MOST
from appliance.chat.files.looking import MOST_THUMBNAIL
from appliance.chat.moderation import Moderation
from appliance.chat.room import LONGEST
from appliance.chat.standing.registry import Registry
from appliance.feed.contract import Feed
from appliance.feed.sqlite.database import engine
from appliance.web.access.caller import Caller
from appliance.web.invitation import Invitation


class About:
    """Tells a page what it needs to begin, and at which URLs others join; before the door
    less of that.
    """

    def __init__(
        self,
        name: str,
        chat: Chat,
        feed: Feed,
        invitation: Invitation,
        registry: Registry,
        *,
        moderation: Moderation,
        is_shown: Callable[[str], bool],
        largest_file: int,
    ) -> None:
        """`is_shown` says of a member whether others are told that they are here; `largest_file` is
        how many bytes one may have.
        """
        self._name = name
        self._chat = chat
        self._feed = feed
        self._invitation = invitation
        self._registry = registry
        self._moderation = moderation
        self._is_shown = is_shown
        self._largest_file = largest_file

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        limits = self._chat.limits
        caller: Caller = req.context.caller
        member = caller.greet()
        person = self._chat.people.person(member)
        conduct = self._moderation.now(member)
        resp.media = {
            "name": self._name,
            "version": __version__,
            "log": self._feed.identity,
            "limits": {
                "message": limits.message,
                "nick": limits.nick,
                "room": LONGEST,
                "file": self._largest_file,
                "files": MOST,
                "thumbnail": MOST_THUMBNAIL,
                "edit": limits.edit if isfinite(limits.edit) else None,
            },
            "you": {
                "member": member,
                "nick": None if person is None else person.nick,
                "admin": caller.host,
                "role": caller.role,
                "muted_until": conduct.muted_until or None,
                "muted_seconds": self._moderation.muted_for(conduct),
                "hidden": conduct.hidden,
                "removed": conduct.removed,
                "shown": member is None or self._is_shown(member),
            },
            "door": {"mode": self._registry.door.mode, "past": caller.past_door},
        }
        if caller.past_door:
            resp.media["addresses"] = [each.url for each in self._invitation.addresses()]
        if caller.host:  # nobody else need know what to look for weaknesses of
            resp.media["sqlite"] = engine()

    on_head = on_get
