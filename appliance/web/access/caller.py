"""Who asks: all that a resource may want to know of it, found out once it is wanted."""

from __future__ import annotations

import time
from functools import cached_property

import falcon

from appliance.chat.makers import Maker
from appliance.chat.member import public_id
from appliance.chat.standing.registry import Registry
from appliance.feed.contract import Reader
from appliance.feed.scope import Scope
from appliance.web.access.admin import Admin
from appliance.web.access.maker import maker
from appliance.web.access.reading import reader
from appliance.web.access.session import Session


class Caller:
    """Whoever sent a request. What it says of them holds for this request only."""

    def __init__(
        self,
        req: falcon.Request,
        resp: falcon.Response,
        session: Session,
        admin: Admin,
        registry: Registry,
    ) -> None:
        self._req = req
        self._resp = resp
        self._session = session
        self._admin = admin
        self._registry = registry

    @cached_property
    def member(self) -> str | None:
        """The public id of a member with a cookie; None for everybody else, who may be several
        people at one address and has nothing private.
        """
        token = self._session.known(self._req)
        return None if token is None else public_id(token)

    @cached_property
    def host(self) -> bool:
        """Whether the chat's host asks: the window, or whoever came by the admin's link."""
        return self._admin.asks(self._req)

    @property
    def past_door(self) -> bool:
        """Whether the caller may come in, as of now; others are told nothing of what is inside."""
        return self.host or self._registry.is_past(self.member)

    @property
    def reader(self) -> Reader:
        """Who reads, as the feed wants to know it."""
        return reader(self._req)

    @property
    def scope(self) -> Scope:
        """What the caller may read, as of now. Whatever reads the feed for somebody outside takes
        it from here.
        """
        return self._registry.scope(self.member, past=self.past_door)

    @property
    def maker(self) -> Maker | None:
        """Who makes a room, as far as the limits of rooms go."""
        return maker(self._req)

    def token(self, nick: str) -> str:
        """The token of whoever asks under `nick`, as the chat has cleaned it: see `Session`."""
        return self._session.token(self._req, nick)

    def greet(self) -> str:
        """Make a browser a member, or have it stay the one it is; its public id."""
        return public_id(self._session.greet(self._req, self._resp))

    def become(self, token: str) -> None:
        """Have the browser be the member whose token it is, from the next request on."""
        self._session.give(self._req, self._resp, token)

    def become_host(self, token: str | None, code: str | None) -> bool:
        """Make whoever shows the admin's token, or a code made with it, the host until the browser
        is closed; False for who shows neither. With a code the token does not count.

        A browser that opens its code once more, going back, is the host's by its cookie.
        """
        if code is not None:
            proven = self.host or self._admin.takes(code, time.time())
        else:
            proven = self._admin.has(token or "")
        if proven:
            self._admin.admit(self._req, self._resp)
        return proven


class Callers:
    """Falcon middleware that puts the caller at `req.context.caller`. Nobody else in the app has
    the session or the admin: who asks is found out in one way, whichever route is asked.
    """

    def __init__(self, session: Session, admin: Admin, registry: Registry) -> None:
        self._session = session
        self._admin = admin
        self._registry = registry

    def process_request(self, req: falcon.Request, resp: falcon.Response) -> None:
        req.context.caller = Caller(req, resp, self._session, self._admin, self._registry)
