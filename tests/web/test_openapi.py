"""The description against the routes, and against what the server really answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import falcon.inspect
import pytest
from jsonschema import Draft202012Validator

from appliance.web.app import create_app
from appliance.web.openapi import description
from tests.running import RunningServer
from tests.server.raw import Answer, RawClient, get, poll, post
from tests.web.parts import parts

IMPLIED = {"HEAD", "OPTIONS"}
"""What HTTP gives with GET (HEAD) or with anything (OPTIONS); described nowhere."""


@pytest.fixture(scope="module")
def talkative(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server in which something was said."""
    with RunningServer(tmp_path_factory.mktemp("openapi") / "data") as running:
        running.post("hello", key="k1")
        running.post("elsewhere", room="side")
        yield running


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that allows its clients one request a second."""
    data = tmp_path_factory.mktemp("openapi") / "data"
    with RunningServer(data, "--max-requests", "1") as running:
        yield running


def operations(document: dict[str, Any]) -> set[tuple[str, str]]:
    return {(path, method.upper()) for path, item in document["paths"].items() for method in item}


def test_every_route_and_method_is_described_and_nothing_else(tmp_path: Path) -> None:
    made = parts(tmp_path)
    try:
        routes = falcon.inspect.inspect_app(create_app(made)).routes
    finally:
        made.feed.close()
    served = {
        (route.path.replace(":path", ""), method.method)
        for route in routes
        for method in route.methods
        if not method.internal and method.method not in IMPLIED
    }
    assert served == operations(description())


def test_the_description_is_served(talkative: RunningServer) -> None:
    document = talkative.get("/openapi.json")
    assert document == description()
    assert document["openapi"].startswith("3.1")
    assert document["info"]["version"]


def test_every_schema_is_one() -> None:
    for schema in schemas(description()):
        Draft202012Validator.check_schema(schema)


def schemas(value: Any) -> Iterator[dict[str, Any]]:
    """Every schema anywhere in the document."""
    if isinstance(value, dict):
        if isinstance(value.get("schema"), dict):
            yield value["schema"]
        yield from value.get("schemas", {}).values()
        for inner in value.values():
            yield from schemas(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from schemas(inner)


BAD = post(b"nick=Ada")
LONG = post(b"message=" + b"a" * 4_001)
FOREIGN = post(b"message=a", "Origin: http://evil.example")
TEXT = post(b"message=a", kind="text/plain")


def put(body: bytes, *headers: str) -> bytes:
    """`PUT /sharing` with a JSON body."""
    size = f"Content-Length: {len(body)}"
    return get("/sharing", "Content-Type: application/json", size, *headers, method="PUT") + body


ANSWERS = [
    ("/pub", "post", post(b"nick=Ada&message=hello"), 200),
    ("/pub", "post", post(b'{"message": "hi", "room": "side"}', kind="application/json"), 200),
    ("/pub", "post", BAD, 400),
    ("/pub", "post", FOREIGN, 403),
    ("/pub", "post", post("message=a&room=sid\u0435".encode()), 409),
    ("/pub", "post", LONG, 413),
    ("/pub", "post", TEXT, 415),
    ("/sub", "get", poll(0), 200),
    ("/sub", "get", poll(0, room="nowhere", wait=0), 200),
    ("/sub", "get", poll(10**9), 200),
    ("/sub", "get", get("/sub", "Cookie: cursor-LOG=0"), 200),
    ("/sub", "get", get("/sub?since=x"), 400),
    ("/rooms", "get", get("/rooms"), 200),
    ("/rooms/{room}/messages", "get", get("/rooms/lobby/messages"), 200),
    ("/rooms/{room}/messages", "get", get("/rooms/nowhere/messages"), 200),
    ("/rooms/{room}/messages", "get", get("/rooms/lobby/messages?before=2&limit=1"), 200),
    ("/rooms/{room}/messages", "get", get("/rooms/lobby/messages?after=0&limit=1"), 200),
    ("/rooms/{room}/messages", "get", get("/rooms/lobby/messages?after=0&before=2"), 400),
    ("/rooms/{room}/messages", "get", get("/rooms/a%20b/messages"), 400),
    ("/about", "get", get("/about"), 200),
    ("/invite", "get", get("/invite"), 200),
    ("/invite/qr.svg", "get", get("/invite/qr.svg?url=http://elsewhere.example/"), 404),
    ("/admin", "get", get("/admin?token=wrong"), 403),
    ("/sharing", "put", put(b'{"shared": false}'), 403),
    ("/healthz", "get", get("/healthz"), 200),
    ("/openapi.json", "get", get("/openapi.json"), 200),
    ("/about", "get", b"GET /about HTTP/1.1\r\nHost: den.example\r\n\r\n", 421),
    ("/rooms", "get", b"GET /rooms HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    ("/static/{path}", "get", get("/static/nothing"), 404),
]


@pytest.mark.parametrize(("path", "method", "request_", "status"), ANSWERS)
def test_what_is_answered_is_what_is_described(
    talkative: RunningServer, path: str, method: str, request_: bytes, status: int
) -> None:
    document = description()
    with RawClient(talkative.port) as client:
        log = talkative.get("/about")["log"].encode()
        answer = client.ask(request_.replace(b"LOG", log[:8]))
    assert answer.status == status
    check(answer, described(document, path, method, status), document)


@pytest.mark.parametrize(("path", "method"), sorted(operations(description())))
def test_what_any_request_may_be_told_is_described_with_each(
    hasty: RunningServer, path: str, method: str
) -> None:
    document = description()
    target = path.replace("{room}", "lobby").replace("{path}", "js/app.js")
    # By a proxy that is not believed: this machine's own user may ask as often as they like.
    headers = ("Via: 1.1 den", "Content-Length: 0")
    request = get(f"{target}?since=0&wait=0", *headers, method=method)
    with RawClient(hasty.port) as client:
        answers = (client.ask(request) for _ in range(20))
        refused = next(answer for answer in answers if answer.status == 429)
    assert refused.headers["retry-after"] == "1"
    check(refused, described(document, path, method.lower(), 429), document)


def described(document: dict[str, Any], path: str, method: str, status: int) -> dict[str, Any]:
    """The schema of such an answer."""
    responses = document["paths"][path][method]["responses"]
    said = responses.get(str(status), responses["default"])
    if "$ref" in said:
        said = document["components"]["responses"][said["$ref"].rpartition("/")[2]]
    schema: dict[str, Any] = said["content"]["application/json"]["schema"]
    return schema


def check(answer: Answer, schema: dict[str, Any], document: dict[str, Any]) -> None:
    whole = {"$schema": Draft202012Validator.META_SCHEMA["$id"], **schema}
    whole["components"] = document["components"]
    Draft202012Validator(whole).validate(answer.json)


@pytest.mark.parametrize("path", ["/", "/metrics", "/static/js/app.js"])
def test_what_is_not_json_has_the_type_that_is_described(
    talkative: RunningServer, path: str
) -> None:
    with RawClient(talkative.port) as client:
        answer = client.ask(get(path))
    assert answer.status == 200
    responses = description()["paths"].get(path, {}).get("get", {}).get("responses", {})
    for kind in responses.get("200", {}).get("content", {}):
        assert answer.headers["content-type"].startswith(kind)


def test_a_file_one_has_is_not_sent_again(talkative: RunningServer) -> None:
    with RawClient(talkative.port) as client:
        first = client.ask(get("/static/js/app.js"))
        again = client.ask(get("/static/js/app.js", f"If-None-Match: {first.headers['etag']}"))
        assert (again.status, again.body) == (304, b"")
        assert "content-length" not in again.headers
        assert client.ask(get("/healthz")).status == 200


def test_head_tells_what_get_would_send(talkative: RunningServer) -> None:
    with RawClient(talkative.port) as client:
        for path in ("/healthz", "/static/js/app.js", "/openapi.json", "/rooms/lobby/messages"):
            whole = client.ask(get(path))
            client.send(get(path, method="HEAD"))
            bare = client.answer(bare=True)
            assert bare.status == 200
            assert bare.headers["content-length"] == str(len(whole.body))
            assert bare.headers["content-type"] == whole.headers["content-type"]


@pytest.mark.parametrize(("path", "method"), sorted(operations(description())))
def test_every_address_says_what_it_allows(
    talkative: RunningServer, path: str, method: str
) -> None:
    with RawClient(talkative.port) as client:
        target = path.replace("{room}", "lobby").replace("{path}", "js/app.js")
        answer = client.ask(get(target, method="OPTIONS"))
        assert answer.status == 200
        assert method in answer.headers["allow"].split(", ")
