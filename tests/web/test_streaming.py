"""Which bodies are streams: those of the routes that say so, wherever the chat is."""

from __future__ import annotations

import io
from typing import Any

import falcon
import falcon.testing
import pytest
from falcon.routing import CompiledRouter

from appliance.web.access.chat_path import ChatPath
from appliance.web.server.environ import environ
from appliance.web.server.request import Request
from appliance.web.streaming import Streams, incoming, streamed


class Files:
    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.called: str | None = None

    @streamed
    def on_post(self, req: falcon.Request, resp: falcon.Response, **_: Any) -> None:
        self.called = "post"
        body = incoming(req)
        most = req.get_param_as_int("most")
        poured = body.pour(lambda piece: self.taken.append(bytes(piece)), most)
        resp.media = {"poured": poured, "rest": body.read(10).decode(), "length": body.length}

    def on_put(self, req: falcon.Request, resp: falcon.Response, **_: Any) -> None:
        self.called = "put"


TARGETS = (
    *(b"/files", b"/files?a=/x", b"/files/5", b"/f%69les", b"/files/%2f", b"http://a/files?b"),
    *(b"/files/", b"/files/5/6", b"//files", b"/files//5", b"/", b"/pub", b"*", b"/%"),
    *(b"/chat/files", b"/ch%61t/files/5", b"/chat", b"/chat/", b"/chat/chat/files", b"/files%00"),
    *(b"/chat%2ffiles", b"/chat/%2e/files", b"/chat//files", b"/files/%ff%fe", b"/files;a"),
)


class Told:
    """What is called, and what was said before whether it is streamed."""

    def __init__(self, path: str) -> None:
        self.files = Files()
        router = CompiledRouter()
        before = ChatPath(path, {"files"})
        self.app = falcon.App(router=router, middleware=[before])
        for route in ("/files", "/files/{file}"):
            self.app.add_route(route, self.files)
        self.streams = Streams(before, router)

    def called(self, method: str, target: bytes) -> str | None:
        self.files.called = None
        base = {"wsgi.url_scheme": "http", "SERVER_NAME": "a", "SERVER_PORT": "80"}
        env = {**base, **environ(request(method, target), base, "127.0.0.1")}
        self.app(env, lambda *_: id)
        return self.files.called


def request(method: str, target: bytes) -> Request:
    return Request(method, target, [], "1.1", False)


@pytest.mark.parametrize("path", ["/", "/chat/"])
def test_it_is_said_of_the_responder_that_will_be_called_and_of_no_other(path: str) -> None:
    told = Told(path)
    for target in TARGETS * 2:  # once more for what is remembered
        if target != b"*":
            streams = told.streams(request("POST", target))
            assert streams == (told.called("POST", target) == "post"), target
        for method in ("PUT", "GET", "OPTIONS", "NONSENSE"):
            assert not told.streams(request(method, target))


def test_there_are_such_and_others() -> None:
    for path, target in (("/", b"/files"), ("/chat/", b"/chat/files"), ("/chat/", b"/files")):
        assert Told(path).streams(request("POST", target))
    for target in (b"/pub", b"ftp://a/files", b"/chat/files"):
        assert not Told("/").streams(request("POST", target))


@pytest.mark.parametrize("most", [None, 3, 5, 7])
def test_another_server_and_no_body_are_read_in_the_same_way(most: int | None) -> None:
    files, app = Files(), falcon.App()
    app.add_route("/files", files)
    client = falcon.testing.TestClient(app)
    query = {} if most is None else {"most": str(most)}
    told = client.simulate_post("/files", params=query, body=b"hello").json
    cut = min(most or 5, 5)
    assert told == {"poured": cut, "rest": "hello"[cut:], "length": 5}
    assert b"".join(files.taken) == b"hello"[:cut]
    assert client.simulate_post("/files", params=query).json["length"] == 0


def test_another_servers_body_is_read_no_further_than_it_goes() -> None:
    env = falcon.testing.create_environ(method="POST", headers={"Content-Length": "5"})
    env["wsgi.input"] = io.BytesIO(b"helloGET / HTTP/1.1")
    body = incoming(falcon.Request(env))
    assert list(body) == [b"hello"]
    assert (body.receive(), body.received) == (b"", 5)
