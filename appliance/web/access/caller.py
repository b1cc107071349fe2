"""Who asks: all that a resource may want to know of it, found out once it is wanted."""

from __future__ import annotations

import time
from functools import cached_property
from typing import Any, Final

import falcon

from appliance.chat.makers import Maker
from appliance.chat.member import public_id
from appliance.chat.standing.bot_token import POST
from appliance.chat.standing.bots import Bot
from appliance.chat.standing.registry import Registry
from appliance.errors import Problem
from appliance.feed.contract import Reader
from appliance.feed.scope import Scope
from appliance.web.access import bearer
from appliance.web.access.admin import Admin
from appliance.web.access.maker import maker
from appliance.web.access.reading import reader
from appliance.web.access.session import Session

HOOK: Final = "/hooks/{secret}"
"""The route where who asks is known by the path: before the door is looked at, as all callers."""


class HookUnknown(Problem):
    """There is no hook at the address, or there is none any more."""

    status = 404
    title = "No such hook"


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
        self._shown = False
        self.bot: Bot | None = None
        """The program that asks with a token, whatever else it sends; None for people."""

    @cached_property
    def member(self) -> str | None:
        """The public id of a bot, or of a member with a cookie; None for everybody else, who may be
        several people at one address and has nothing private.
        """
        if self.bot is not None:
            return self.bot.member
        token = self._session.known(self._req)
        return None if token is None else public_id(token)

    @cached_property
    def host(self) -> bool:
        """Whether the chat's host asks: the window, who came by the admin's link, or a command that
        shows the admin's token.
        """
        if self._shown or self.bot is not None:
            return self._shown
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
        if self.bot is not None:
            return self.bot.member_token
        return self._session.token(self._req, nick)

    def nick(self, said: str) -> str:
        """Under which name they speak who `said` one: a bot under its own."""
        return said if self.bot is None else self.bot.token.name

    @property
    def posts(self) -> Scope:
        """Where the caller may post, as of now: people where they read."""
        return self.scope if self.bot is None else self._registry.posts(self.bot)

    def show(self, secret: str) -> None:
        """Become whose secret is shown. Raises NotAdmitted where it is nobody's."""
        self._shown = self._admin.has(secret)
        bot = self._registry.bots.by_secret(secret)
        if bot is not None:
            self._be(bot)
        elif not self._shown:
            raise bearer.NotAdmitted("token-wrong")

    def come_by_hook(self, secret: str) -> None:
        """Become the bot whose hook this is, which may post. Raises HookUnknown."""
        bot = self._registry.bots.by_hook(secret)
        if bot is None or POST not in bot.token.may:
            raise HookUnknown("hook-wrong")
        self._be(bot)

    def _be(self, bot: Bot) -> None:
        self.bot = bot
        self._registry.bots.use(bot.member, time.time())

    def greet(self) -> str:
        """Make a browser a member, or have it stay the one it is; its public id."""
        if self.bot is not None:
            return self.bot.member
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
        caller = Caller(req, resp, self._session, self._admin, self._registry)
        req.context.caller = caller
        secret = bearer.secret(req)
        if secret is not None:
            caller.show(secret)

    def process_resource(
        self, req: falcon.Request, resp: falcon.Response, resource: object, params: dict[str, Any]
    ) -> None:
        """What bots may ask is looked at here, for all routes."""
        caller: Caller = req.context.caller
        if req.uri_template == HOOK and req.method == "POST":
            caller.come_by_hook(params["secret"])
        elif caller.bot is not None:
            bearer.check(req, caller.bot.token.may)
