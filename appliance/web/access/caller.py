"""Who asks: all that a resource may want to know of it, found out once it is wanted."""

from __future__ import annotations

import time
from collections.abc import Collection, Hashable
from functools import cached_property

import falcon

from appliance.chat.floor import Floor
from appliance.chat.member import public_id
from appliance.chat.senders import Maker
from appliance.chat.standing.bot_token import POST
from appliance.chat.standing.bots import Bot
from appliance.chat.standing.conduct import HOST, KEEPERS
from appliance.chat.standing.registry import Registry
from appliance.errors import Problem, Refused
from appliance.feed.contract import Reader
from appliance.feed.scope import Scope
from appliance.web.access import bearer
from appliance.web.access.admin import Admin
from appliance.web.access.last_addresses import LastAddresses
from appliance.web.access.maker import maker
from appliance.web.access.reading import reader
from appliance.web.access.session import Session


class HookUnknown(Problem):
    """There is no hook at the address, or there is none any more."""

    status = 404
    title = "No such hook"


class Removed(Refused):
    """Somebody whom host or helpers removed asks for something."""

    title = "You were removed"


class Caller:
    """Whoever sent a request. What it says of them holds for this request only."""

    def __init__(
        self,
        req: falcon.Request,
        resp: falcon.Response,
        session: Session,
        admin: Admin,
        registry: Registry,
        *,
        floor: Floor,
        last_addresses: LastAddresses,
    ) -> None:
        self._floor = floor
        self._last_addresses = last_addresses
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
        """Whether the caller may come in, as of now; others are told nothing of what is inside. A
        bot's token was given away by the host, who takes it back by itself.
        """
        return self.host or self.bot is not None or self._registry.is_past(self.member)

    @property
    def reader(self) -> Reader:
        """Who reads, as the feed wants to know it."""
        return reader(self._req)

    @property
    def scope(self) -> Scope:
        """What the caller may read, as of now. Whatever reads the feed for somebody outside takes
        it from here.
        """
        return self._registry.scope(self.member, host=self.host)

    @property
    def role(self) -> str:
        """Whether the caller keeps order: `host`, `helper`, or nothing."""
        if self.host:
            return HOST
        return "" if self.member is None else self._registry.conduct(self.member).role

    @property
    def hosts(self) -> Collection[str]:
        """The members that the host's browsers are, as far as they were seen."""
        return self._admin.members

    @property
    def speaker(self) -> Hashable:
        """Whose time runs where one may say something only now and then. Who has no cookie is
        somebody else with every nick: there it is the address's.
        """
        return self.member or self._req.remote_addr

    def others_beside(self, member: str) -> int | None:
        """How many other members asked last from the address of this one, as far as was seen; for
        host and helpers only.
        """
        return self._last_addresses.others(member) if self.role in KEEPERS else None

    def check_removed(self, member: str | None) -> None:
        """Raise Removed if the caller, as `member`, is."""
        if member is not None and self._registry.conduct(member).removed and not self.host:
            raise Removed("member-removed")

    def check_muted(self, member: str) -> None:
        """Raise Muted if `member` may not write just now: a new name, and that of a room, are words
        as well.
        """
        self._floor.check_muted(member)

    def take_floor(self, member: str, room: str) -> None:
        """The caller, as `member`, is about to say something in `room`: see `Floor`."""
        keeper = self._registry.keeps_order(member, self.role, room)
        self._floor.take(member, room, self.speaker, keeper=keeper)

    def check_floor(self, member: str, room: str) -> None:
        """As `take_floor`, for who changes what was said."""
        keeper = self._registry.keeps_order(member, self.role, room)
        self._floor.check(member, room, keeper=keeper)

    @property
    def maker(self) -> Maker | None:
        """Who makes a room, as far as the limits of rooms go."""
        return maker(self._req)

    def token(self, nick: str) -> str:
        """The token of whoever asks under `nick`, as the chat has cleaned it: see `Session`.
        Raises Removed for who is.
        """
        if self.bot is not None:
            return self.bot.member_token
        token = self._session.token(self._req, nick)
        self.check_removed(public_id(token))
        return token

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
        member = public_id(self._session.greet(self._req, self._resp))
        if self.host:
            self._admin.know(member)
        return member

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
