"""`/files`: a file comes in one request, and is read again, all of it or a part."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import falcon

from appliance.chat.chat import Chat
from appliance.chat.files.attaching import Attaching, told
from appliance.chat.files.looking import check_small, look
from appliance.chat.files.receiver import Receiver, same_id
from appliance.chat.names import LOBBY
from appliance.errors import BadInput, Problem
from appliance.feed.depot.depot import Depot
from appliance.feed.depot.stored import StoredFile
from appliance.web import params
from appliance.web.access.caller import Caller
from appliance.web.multipart import KIND, Multipart
from appliance.web.resources.file_answer import Shown, send
from appliance.web.resources.pub import say
from appliance.web.resources.uploader import uploader
from appliance.web.streaming import incoming, streamed

_SAID = ("room", "message", "nick", "key")
"""What the query may say, as the fields of a form may."""


class Files:
    """Takes them: raw, or as a form of browsers and curl. With a room they are said there."""

    def __init__(self, chat: Chat, depot: Depot, attaching: Attaching) -> None:
        self._chat = chat
        self._depot = depot
        self._attaching = attaching

    @streamed
    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        self.take(req, resp, params.text(req, "name") or "")

    def take(
        self, req: falcon.Request, resp: falcon.Response, name: str, room: str | None = None
    ) -> None:
        """What comes is a file of that name, unless it is a form; without another it is said in
        `room`, if there is one.
        """
        asked = {key: params.text(req, key) for key in _SAID}
        asked["room"] = asked["room"] or room
        said = {key: value for key, value in asked.items() if value is not None}
        caller: Caller = req.context.caller
        self._chat.key(said.get("key"))
        member = uploader(caller, self._chat, said)
        original = params.text(req, "original") is not None
        receiver = Receiver(self._depot.arrivals, member, original=original)
        try:
            self._receive(req, receiver, name)
            said |= receiver.fields
            kept = [self._depot.finish(id_, look) for id_ in receiver.ids]
            if key := self._chat.key(said.get("key")):
                nick = caller.nick(self._chat.nick(said.get("nick", "")))
                kept = self._known(receiver, kept, partial(same_id, caller.token(nick), key))
            self._answer(caller, resp, said, kept)
        except BaseException:
            with suppress(Problem):  # what is left of it goes after a day
                self._depot.run(receiver.give_up)
            raise

    def _receive(self, req: falcon.Request, receiver: Receiver, name: str) -> None:
        kind = req.content_type or ""
        if kind.partition(";")[0].strip().lower() == KIND:
            form = Multipart(kind, receiver)
            incoming(req).pour(form.write)
            form.close()
        else:
            self._depot.run(lambda: receiver.begin_file(name, req.content_length))
            incoming(req).pour(receiver.write)
            self._depot.run(receiver.end)
        if not receiver.ids:
            raise BadInput("form-without-file")

    def _known(
        self, receiver: Receiver, kept: list[StoredFile], id_of: Callable[[int, str, str], str]
    ) -> list[StoredFile]:
        """The same files as before, if they are sent again: the others go, and only what is new
        would be given up.
        """
        found = []
        for at, one in enumerate(kept):
            known, fresh = self._depot.once(one.id, partial(id_of, at, one.name))
            found.append(known)
            receiver.ids.remove(one.id)
            if fresh:
                receiver.ids.append(known.id)
        return found

    def _answer(
        self, caller: Caller, resp: falcon.Response, said: Mapping[str, Any], kept: list[StoredFile]
    ) -> None:
        if "room" not in said:
            resp.status = falcon.HTTP_201
            resp.media = {"files": [told(one) for one in kept]}
            return
        ids = [one.id for one in kept]
        with self._attaching.wanted(ids, caller.posts, caller.reader) as files:
            say(self._chat, caller, {"message": "", **said}, resp, files)
        told_too = json.dumps({"files": list(files)}, ensure_ascii=False).encode()
        resp.data = b"%b,%b" % (bytes(resp.data or b"")[:-1], told_too[1:])


class OneFile:
    """Read; and taken under the name at which somebody puts it, as `curl -T` does."""

    def __init__(self, files: Files, attaching: Attaching) -> None:
        self._files = files
        self._attaching = attaching

    def on_get(self, req: falcon.Request, resp: falcon.Response, file: str) -> None:
        caller: Caller = req.context.caller
        kept, opened = self._attaching.read(file, caller.scope, caller.reader)
        inline = kept.inline or (kept.family == "pdf" and params.text(req, "show") is not None)
        send(req, resp, opened, Shown(kept.type, kept.name, kept.place, inline))

    on_head = on_get

    @streamed
    def on_put(self, req: falcon.Request, resp: falcon.Response, file: str) -> None:
        self._files.take(req, resp, file, LOBBY)


class Thumbnail:
    """The small picture of one, made by whoever sends it."""

    def __init__(self, chat: Chat, attaching: Attaching) -> None:
        self._chat = chat
        self._attaching = attaching

    def on_get(self, req: falcon.Request, resp: falcon.Response, file: str) -> None:
        caller: Caller = req.context.caller
        kept, opened = self._attaching.read(file, caller.scope, caller.reader, thumbnail=True)
        send(req, resp, opened, Shown(kept.thumbnail_type, kept.name, kept.thumbnail, True))

    on_head = on_get

    @streamed
    def on_put(self, req: falcon.Request, resp: falcon.Response, file: str) -> None:
        uploader(req.context.caller, self._chat, {})
        check_small(req.content_length or 0)
        picture = bytearray()

        def take(piece: memoryview) -> None:
            check_small(len(picture) + len(piece))
            picture.extend(piece)

        incoming(req).pour(take)
        self._attaching.set_thumbnail(file, bytes(picture))
        resp.media = {}
