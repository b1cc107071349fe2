"""A server whose routes stream, without a chat: `streaming_app.py --host … --port … --data FOLDER`.

With `CHAT_TEST_SENDFILE=no` it runs as on a system that has no sendfile(2).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import threading
from pathlib import Path
from typing import Any, Final

if os.environ.get("CHAT_TEST_SENDFILE") == "no":
    del os.sendfile

import falcon
from falcon.routing import CompiledRouter
from gevent.event import Event
from gevent.hub import get_hub

from appliance.errors import Problem, TooLong
from appliance.host.limits import server_limits
from appliance.settings import Settings
from appliance.web.access.chat_path import ChatPath
from appliance.web.deadlines import Timetable
from appliance.web.server.file_part import FilePart
from appliance.web.server.server import Server
from appliance.web.streaming import Streams, incoming, streamed

LIMIT: Final = 100_000
"""Bytes that one of the routes takes."""


class Sink:
    """Reads all of it: by a thread (`/poured`), on the loop (`/read`), or a part (`?most=`)."""

    @streamed
    def on_put(self, req: falcon.Request, resp: falcon.Response, way: str) -> None:
        body, digest = incoming(req), hashlib.sha256()
        most = req.get_param_as_int("most")
        if way == "poured":
            body.pour(digest.update, most)
        elif way == "read":
            digest.update(body.read(10**9 if most is None else most))
        else:
            for piece in body:
                digest.update(piece)
        resp.media = {
            "way": way,
            "length": body.length,
            "received": body.received,
            "sha256": digest.hexdigest(),
        }

    def on_post(self, req: falcon.Request, resp: falcon.Response, way: str) -> None:
        """As routes are that do not stream."""
        resp.media = {"whole": len(req.bounded_stream.read())}


class Patient:
    """Takes nothing before it is told to (by POST), and says how far it is."""

    def __init__(self) -> None:
        self.taken = 0
        self.ended = "not begun"
        self._go = threading.Event()

    @streamed
    def on_put(self, req: falcon.Request, resp: falcon.Response) -> None:
        self.taken, self.ended = 0, ""
        self._go.clear()
        try:
            incoming(req).pour(self._take)
        except Problem as problem:
            self.ended = problem.name
            raise
        self.ended = "whole"

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        self._go.set()

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        resp.media = {"taken": self.taken, "ended": self.ended}

    def _take(self, piece: memoryview) -> None:
        self._go.wait()
        self.taken += len(piece)


class Picky:
    """Refuses before it reads what is too much, or (`?fails=`) while it writes."""

    @streamed
    def on_put(self, req: falcon.Request, resp: falcon.Response) -> None:
        body = incoming(req)
        if body.length is not None and body.length > LIMIT:
            raise TooLong("body-too-long", most=LIMIT)
        fails = req.get_param_as_int("fails")

        def write(piece: memoryview) -> None:
            if fails is not None and body.received > fails:
                raise Problem("mistake")

        body.pour(write, LIMIT)
        if body.receive(1):
            raise TooLong("body-too-long", most=LIMIT)
        resp.media = {"received": body.received}


class File:
    """`/file?name=&offset=&length=` of the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        path = self._folder / req.get_param("name", required=True)
        offset = req.get_param_as_int("offset") or 0
        length = req.get_param_as_int("length")
        length = path.stat().st_size - offset if length is None else length
        told = req.get_param_as_int("told")
        resp.content_length = length if told is None else told
        if req.method == "GET":
            resp.stream = FilePart(path.open("rb"), offset, length)

    on_head = on_get


class Vitals:
    """What the process uses: KiB, open files, connections that are not closed, and what is counted
    for bodies on their way.
    """

    def __init__(self) -> None:
        self.server: Server | None = None

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        status = Path("/proc/self/status").read_text()
        lines = dict(line.split(":\t", 1) for line in status.splitlines())
        assert self.server is not None
        resp.media = {
            "memory": int(lines["VmRSS"].split()[0]),
            "peak": int(lines["VmHWM"].split()[0]),
            "files": len(list(Path("/proc/self/fd").iterdir())),
            "moving": self.server.moving.held,
            "connections": len(self.server.connections) + len(self.server._farewells),
        }

    def on_delete(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Forget the peak."""
        Path("/proc/self/clear_refs").write_text("5")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--body-timeout", type=float, default=30.0)
    parser.add_argument("--write-timeout", type=float, default=30.0)
    asked = parser.parse_args()
    settings = Settings(
        data=str(asked.data),
        body_timeout=asked.body_timeout,
        write_timeout=asked.write_timeout,
    )
    asked.data.mkdir(parents=True, exist_ok=True)
    vitals, router = Vitals(), CompiledRouter()
    app = falcon.App(router=router)
    app.add_route("/sink/{way}", Sink())
    app.add_route("/patient", Patient())
    app.add_route("/picky", Picky())
    app.add_route("/file", File(asked.data))
    app.add_route("/vitals", vitals)
    app.add_error_handler(Problem, _problem)
    timetable = Timetable()
    vitals.server = server = Server(
        app,
        [asked.host],
        asked.port,
        server_limits(settings),
        timetable,
        streams=Streams(ChatPath("/", ()), router),
    )
    stop = Event()
    watcher = get_hub().loop.signal(15)
    watcher.start(stop.set)
    print(f"ready http://127.0.0.1:{server.port}/", flush=True)
    stop.wait()
    server.drain(1.5, lambda: None)


def _problem(req: falcon.Request, resp: falcon.Response, error: Problem, params: Any) -> None:
    resp.status = error.status
    resp.media = error.told()


if __name__ == "__main__":
    main()
