"""The Falcon app: stores are handed to resources, resources to routes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import falcon
from falcon.routing import CompiledRouter

from appliance.chat.chat import Chat
from appliance.chat.devices import Devices
from appliance.chat.doorkeeper import Doorkeeper
from appliance.chat.files.attaching import Attaching
from appliance.chat.last_here import LastHere
from appliance.chat.links import Links
from appliance.chat.mentions import Mentions
from appliance.chat.message_changes import MessageChanges
from appliance.chat.moderation import Moderation
from appliance.chat.own_marks import OwnMarks
from appliance.chat.own_mentions import OwnMentions
from appliance.chat.presence import Presence
from appliance.chat.private_rooms import PrivateRooms
from appliance.chat.room_order import RoomOrder
from appliance.chat.search.search import Search
from appliance.chat.standing.registry import Registry
from appliance.chat.tokens import Tokens
from appliance.feed.contract import Feed
from appliance.feed.depot.depot import Depot
from appliance.feed.marks import Marks
from appliance.feed.search.wanted import Searching
from appliance.web.access.admin import Admin
from appliance.web.access.callers import HOOK, Callers
from appliance.web.access.chat_path import ChatPath
from appliance.web.access.guard import Guard
from appliance.web.access.headers import Headers
from appliance.web.access.session import Session
from appliance.web.access.threshold import Threshold
from appliance.web.expectant import Expectant
from appliance.web.failures import tell_failures
from appliance.web.invitation import Invitation
from appliance.web.metrics import Metrics
from appliance.web.openapi import OpenApi, limits_of
from appliance.web.page.edition import Editions
from appliance.web.polls.attendance import Attendance
from appliance.web.polls.lot import ParkingLot
from appliance.web.polls.passes import Pass
from appliance.web.reach import Reach
from appliance.web.resources.about import About
from appliance.web.resources.admin import AdminLink
from appliance.web.resources.door import DoorStep, Newcomer, WaitingRoom
from appliance.web.resources.files import Files, OneFile, Thumbnail
from appliance.web.resources.health import Health
from appliance.web.resources.hooks import Hooks
from appliance.web.resources.invite import Invite, InviteCode
from appliance.web.resources.links import Join, RoomLink, RoomLinks
from appliance.web.resources.me import Me, MyDevice, MyLinks
from appliance.web.resources.member import Member
from appliance.web.resources.members import Members
from appliance.web.resources.mentions import MentionList, OneMention
from appliance.web.resources.message import OneMessage, Reactions
from appliance.web.resources.messages import Messages
from appliance.web.resources.own_marks import HaveRead, Level
from appliance.web.resources.page import Favicon, Page, Static
from appliance.web.resources.people import Types, WhoIsHere
from appliance.web.resources.private_rooms import Direct, RoomMember, RoomMembers
from appliance.web.resources.pub import Pub
from appliance.web.resources.room import Room
from appliance.web.resources.rooms import Rooms
from appliance.web.resources.search import SearchResults
from appliance.web.resources.sharing import SharingSwitch
from appliance.web.resources.storage import Storage
from appliance.web.resources.sub import Sub
from appliance.web.resources.tokens import OneToken, TokenList
from appliance.web.resources.uploads import Upload, Uploads
from appliance.web.server.server import ServerLimits
from appliance.web.signposts import Signposts
from appliance.web.streaming import Streams


class App(falcon.App[falcon.Request, falcon.Response]):
    """`streams` says which requests' bodies it reads as streams: our server asks."""

    streams: Streams


@dataclass(frozen=True, slots=True)
class Parts:
    """What the app is made of. `ui` is a folder, `jquery` a file; `secret` belongs to the log."""

    chat: Chat
    registry: Registry
    feed: Feed
    index: Searching
    marks: Marks
    depot: Depot
    own: OwnMarks
    presence: Presence
    last_here: LastHere
    lot: ParkingLot
    metrics: Metrics
    secret: str
    name: str
    hosts: Iterable[str]
    invitation: Invitation
    expectant: Expectant
    door_waits: Expectant
    doorkeeper: Doorkeeper
    admin: Admin
    reach: Reach
    ui: Path
    jquery: Path
    limits: ServerLimits
    """What the server that runs the app enforces."""
    path: str = "/"
    """Where others reach the chat on their host, behind a proxy."""
    ui_changes: bool = False
    """Whether somebody may work on the page while it is served."""
    names: Callable[[], Collection[str]] = set
    """What this machine is called just now, beside `hosts`; the NAME.local that was won, too."""


def create_app(parts: Parts) -> App:
    """The WSGI app. Runs under any WSGI server; under ours, polls are parked."""
    jquery = {"vendor/jquery.js": parts.jquery}
    editions = Editions(parts.ui, jquery, changing=parts.ui_changes)
    routes = _routes(parts, editions)
    guard = Guard(parts.hosts, parts.names)
    path = ChatPath(parts.path, {route.split("/")[1] for route in routes})
    signposts = Signposts(lambda: editions.current, parts.invitation.addresses)
    session, registry = Session(parts.secret, parts.path), parts.registry
    callers = Callers(session, parts.admin, registry)
    parts.lot.heads.pass_of = partial(_pass_of, parts, session)
    registry.listen(parts.lot.revoke)
    registry.listen_at_the_door(partial(_at_the_door, parts))
    router = CompiledRouter()
    app = App(
        middleware=[path, guard, callers, parts.reach, Headers(), signposts, Threshold()],
        router=router,
    )
    app.streams = Streams(path, router)
    for route, resource in routes.items():
        app.add_route(route, resource)
    tell_failures(app)
    return app


def _pass_of(parts: Parts, session: Session, cookies: bytes) -> Pass:
    """For the first poll of a connection, of which no more is read than who sends it."""
    member = session.member_in(cookies)
    held = parts.registry.scope(member, host=parts.admin.is_in(cookies))
    return parts.lot.passes.of(member, held)


def _at_the_door(parts: Parts, narrower: bool) -> None:
    """Who is outside now loses the poll; who comes in has none yet."""
    if narrower:
        parts.lot.revoke_those(lambda member: not parts.registry.is_past(member))
    parts.door_waits.changed()


def _routes(parts: Parts, editions: Editions) -> dict[str, object]:
    """The resources by their paths."""
    invitation, reach = parts.invitation, parts.reach
    private = PrivateRooms(parts.feed, parts.registry)
    links = Links(parts.feed, parts.registry, private)
    devices = Devices(parts.feed, parts.chat.people)
    tokens = Tokens(parts.chat, parts.feed, parts.registry)
    order = RoomOrder(parts.feed, parts.registry)
    attaching = Attaching(parts.depot, parts.feed)
    files = Files(parts.chat, parts.depot, attaching)
    messages = MessageChanges(parts.chat, parts.feed, parts.registry, let_go=attaching.let_go)
    search = Search(parts.chat, parts.feed, parts.registry, parts.index)
    moderation = Moderation(parts.feed, parts.registry)
    members = Members(parts.chat.people, parts.registry, moderation)
    own, presence = parts.own, parts.presence
    mentions = OwnMentions(parts.feed, parts.marks, own)
    known = (parts.chat.people, parts.registry, presence, own.is_shown)
    parts.chat.named_in = Mentions(*known, parts.chat.limits.nick).find
    attendance = Attendance(parts.lot, presence, parts.last_here.keep)
    parts.feed.facts.listen(attendance.hear)
    return {
        "/": Page(editions),
        "/favicon.ico": Favicon(editions),
        "/static/{path:path}": Static(editions),
        "/pub": Pub(parts.chat, attaching),
        "/sub": Sub(parts.lot, parts.chat.room, attendance.come),
        "/rooms/{room}/people": WhoIsHere(parts.chat, presence, attendance.look),
        "/rooms/{room}/members": RoomMembers(parts.chat, private),
        "/rooms/{room}/typing": Types(parts.chat, attendance.types),
        "/rooms/{room}/read": HaveRead(parts.chat, own, parts.lot.change_own),
        "/rooms/{room}/level": Level(parts.chat, own, parts.lot.change_own),
        "/rooms": Rooms(
            *(parts.chat, parts.feed, parts.registry, private, order), own=own, mentions=mentions
        ),
        "/rooms/{room}": Room(parts.chat, order),
        "/rooms/{room}/members/{member}": RoomMember(parts.chat, private),
        "/rooms/{room}/links": RoomLinks(parts.chat, links, invitation),
        "/rooms/{room}/links/{link}": RoomLink(parts.chat, links),
        "/join": Join(parts.chat, links),
        "/direct": Direct(parts.chat, private),
        "/rooms/{room}/messages": Messages(parts.chat, parts.registry),
        "/messages/{message}": OneMessage(parts.chat, messages),
        "/messages/{message}/reactions/{emoji}": Reactions(parts.chat, messages),
        "/mentions": MentionList(mentions),
        "/mentions/{message}": OneMention(mentions),
        "/files": files,
        "/files/{file}": OneFile(files, attaching),
        "/files/{file}/thumbnail": Thumbnail(parts.chat, attaching),
        "/uploads": Uploads(parts.chat, parts.depot),
        "/uploads/{upload}": Upload(parts.depot),
        "/storage": Storage(parts.depot),
        "/search": SearchResults(search, parts.registry),
        "/me": Me(parts.chat, own, attendance.hide),
        "/me/device": MyDevice(parts.chat, devices),
        "/me/links": MyLinks(parts.chat, devices, invitation),
        "/members": members,
        "/members/{member}": Member(parts.chat, members, moderation),
        "/about": About(
            parts.name,
            parts.chat,
            parts.feed,
            invitation,
            parts.registry,
            moderation=moderation,
            is_shown=own.is_shown,
            largest_file=parts.depot.limits.file,
        ),
        "/door": DoorStep(
            parts.chat, parts.registry, parts.doorkeeper, parts.door_waits, invitation
        ),
        "/door/waiting": WaitingRoom(parts.registry),
        "/door/waiting/{member}": Newcomer(parts.chat, parts.doorkeeper),
        "/tokens": TokenList(tokens, parts.registry),
        "/tokens/{token}": OneToken(tokens),
        HOOK: Hooks(parts.chat),
        "/invite": Invite(invitation, reach, parts.expectant),
        "/invite/qr.svg": InviteCode(invitation),
        "/sharing": SharingSwitch(invitation, reach),
        "/admin": AdminLink(),
        "/healthz": Health(
            parts.feed,
            {
                "search": lambda: parts.index.state.trouble,
                "marks": lambda: parts.marks.trouble,
                "files": lambda: parts.depot.trouble,
            },
        ),
        "/metrics": parts.metrics,
        "/openapi.json": OpenApi(limits_of(parts.chat.limits, parts.limits, parts.depot.limits)),
    }
