"""The description against the routes, and against what the server really answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import falcon.inspect
import pytest
from jsonschema import Draft202012Validator

from appliance.chat.member import public_id
from appliance.host.limits import depot_limits, server_limits
from appliance.settings import AMOUNTS, ROWS, Settings, option
from appliance.web.app import create_app
from appliance.web.openapi import description, limits_of
from tests.chat.limits import limits
from tests.running import RunningServer
from tests.server.raw import Answer, RawClient, get, poll, post
from tests.web.parts import parts

DOCUMENT = description(limits_of(limits(), server_limits(Settings()), depot_limits(Settings())))
"""What a chat says of itself whose settings are left as they are."""

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


SECRETS = {
    **dict.fromkeys(("token", "secret", "emoji", "file", "upload"), "a"),
    "message": "1",
}
"""What stands in paths for those of bots, messages and files."""


def operations(document: dict[str, Any]) -> set[tuple[str, str]]:
    return {(path, method.upper()) for path, item in document["paths"].items() for method in item}


def test_every_route_and_method_is_described_and_nothing_else(tmp_path: Path) -> None:
    made = parts(tmp_path)
    try:
        routes = falcon.inspect.inspect_app(create_app(made)).routes
    finally:
        made.depot.close()
        made.feed.close()
    served = {
        (route.path.replace(":path", ""), method.method)
        for route in routes
        for method in route.methods
        if not method.internal and method.method not in IMPLIED
    }
    assert served == operations(DOCUMENT)


def test_the_description_is_served(talkative: RunningServer) -> None:
    document = talkative.get("/openapi.json")
    assert document == DOCUMENT
    assert document["openapi"].startswith("3.1")
    assert document["info"]["version"]


def test_every_schema_is_one() -> None:
    for schema in schemas(DOCUMENT):
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


def make(body: bytes) -> bytes:
    """`POST /rooms`."""
    return post(body, kind="application/json").replace(b"POST /pub", b"POST /rooms")


ADA = public_id("a" * 32)
COOKIE = f"Cookie: member={'a' * 32}"


def me(body: bytes, *headers: str) -> bytes:
    """`PUT /me`."""
    return put(body, *headers).replace(b"PUT /sharing", b"PUT /me")


def mine(body: bytes, *headers: str) -> bytes:
    """`POST /me/links`."""
    return put(body, *headers).replace(b"PUT /sharing", b"POST /me/links")


MEMBER = "/rooms/{room}/members/{member}"
LINKS = "/rooms/{room}/links"
LINK = "/rooms/{room}/links/{link}"


def door(body: bytes, method: str, path: str) -> bytes:
    """Something asked at the door, with a JSON body."""
    return put(body).replace(b"PUT /sharing", f"{method} {path}".encode())


def file(method: str, target: str, *headers: str) -> bytes:
    """Five bytes."""
    return get(target, "Content-Length: 5", *headers, method=method) + b"words"


LARGE = f"Upload-Length: {2**50}"
PIECE = (
    "Tus-Resumable: 1.0.0",
    "Content-Type: application/offset+octet-stream",
    "Upload-Offset: 0",
)

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
    ("/rooms", "post", make(b'{"name": "Coffee break"}'), 201),
    ("/rooms", "post", make(b'{"name": "coffee-break"}'), 200),
    ("/rooms", "post", make(b'{"name": "q&a"}'), 400),
    ("/rooms", "post", make(b'{"name": "l\\u043ebby"}'), 409),
    ("/rooms/{room}/messages", "get", get("/rooms/coffee-break/messages"), 200),
    ("/rooms/{room}/messages", "get", get("/rooms/lobby/messages"), 200),
    ("/rooms/{room}/messages", "get", get("/rooms/nowhere/messages"), 200),
    ("/rooms/{room}/messages", "get", get("/rooms/lobby/messages?before=2&limit=1"), 200),
    ("/rooms/{room}/messages", "get", get("/rooms/lobby/messages?after=0&limit=1"), 200),
    ("/rooms/{room}/messages", "get", get("/rooms/lobby/messages?around=1&limit=1"), 200),
    ("/rooms/{room}/messages", "get", get("/rooms/lobby/messages?after=0&before=2"), 400),
    ("/rooms/{room}/messages", "get", get("/rooms/a%20b/messages"), 400),
    ("/rooms", "post", make(b'{"name": "Plans", "private": true}'), 403),
    ("/rooms/{room}/messages", "get", get("/rooms/@nowhere/messages"), 404),
    (MEMBER, "put", get("/rooms/@nowhere/members/a", method="PUT"), 404),
    (MEMBER, "delete", get("/rooms/@nowhere/members/a", method="DELETE"), 404),
    ("/rooms/{room}/members", "get", get("/rooms/@nowhere/members"), 404),
    (LINKS, "get", get("/rooms/@nowhere/links"), 404),
    (LINKS, "post", make(b"{}").replace(b"/rooms", b"/rooms/@nowhere/links"), 404),
    (LINKS, "post", make(b'{"once": 1}').replace(b"/rooms", b"/rooms/@nowhere/links"), 400),
    (LINK, "delete", get("/rooms/@nowhere/links/a", method="DELETE"), 404),
    ("/join", "post", make(b'{"secret": "a"}').replace(b"/rooms", b"/join"), 403),
    ("/join", "post", make(b"{}").replace(b"/rooms", b"/join"), 400),
    ("/sub", "get", get("/sub?room=@nowhere&since=0"), 404),
    ("/rooms", "post", make(b'{"name": "a", "private": "perhaps"}'), 400),
    ("/direct", "post", make(b"{}").replace(b"/rooms", b"/direct"), 400),
    ("/about", "get", get("/about"), 200),
    ("/me", "put", me(b'{"nick": "Ada"}', COOKIE), 200),
    ("/me", "put", me(b'{"room": "lobby"}', COOKIE), 400),
    ("/me", "put", me(b'{"nick": "Ada"}'), 403),
    ("/me", "put", me(b'{"nick": "Bea", "room": "nowhere"}', COOKIE), 404),
    ("/me/links", "post", mine(b'{"recovery": true}', COOKIE), 201),
    ("/me/links", "post", mine(b'{"recovery": "x"}', COOKIE), 400),
    ("/me/links", "post", mine(b"{}"), 403),
    ("/me/device", "post", mine(b"{}").replace(b"links", b"device"), 400),
    ("/me/device", "post", mine(b'{"secret": "a"}').replace(b"links", b"device"), 404),
    ("/members/{member}", "get", get(f"/members/{ADA}"), 200),
    ("/members/{member}", "get", get("/members/nobody"), 404),
    ("/members/{member}", "put", get(f"/members/{ADA}", method="PUT"), 403),
    ("/members", "get", get("/members"), 403),
    ("/rooms/{room}", "patch", get("/rooms/lobby", method="PATCH"), 403),
    ("/rooms/{room}", "patch", get("/rooms/@host", method="PATCH"), 404),
    ("/rooms/{room}", "delete", get("/rooms/lobby", method="DELETE"), 403),
    ("/rooms/{room}", "delete", get("/rooms/@nowhere", method="DELETE"), 404),
    ("/invite", "get", get("/invite"), 200),
    ("/invite/qr.svg", "get", get("/invite/qr.svg?url=http://elsewhere.example/"), 404),
    ("/admin", "get", get("/admin?token=wrong"), 403),
    ("/sharing", "put", put(b'{"shared": false}'), 403),
    ("/door", "get", get("/door"), 200),
    ("/door", "put", door(b'{"mode": "locked"}', "PUT", "/door"), 403),
    ("/door", "post", door(b'{"nick": "Ada"}', "POST", "/door"), 200),
    ("/door/waiting", "get", get("/door/waiting"), 403),
    (
        "/door/waiting/{member}",
        "put",
        door(b'{"admit": true}', "PUT", "/door/waiting/somebody"),
        403,
    ),
    ("/tokens", "get", get("/tokens"), 403),
    ("/tokens", "post", get("/tokens", "Content-Length: 0", method="POST"), 403),
    ("/tokens/{token}", "delete", get("/tokens/x", method="DELETE"), 403),
    ("/hooks/{secret}", "post", get("/hooks/x", "Content-Length: 0", method="POST"), 404),
    ("/rooms", "get", get("/rooms", "Authorization: Bearer x"), 401),
    ("/files", "post", file("POST", "/files?name=a.txt"), 201),
    ("/files", "post", file("POST", "/files?name=a.txt&room=lobby"), 200),
    ("/files", "post", file("POST", "/files?name=a.txt&room=@nowhere"), 404),
    ("/files", "post", file("POST", "/files", "Content-Type: multipart/form-data"), 400),
    ("/files/{file}", "put", file("PUT", "/files/a.txt"), 200),
    ("/files/{file}", "get", get("/files/a"), 404),
    ("/files/{file}/thumbnail", "get", get("/files/a/thumbnail"), 404),
    ("/files/{file}/thumbnail", "put", file("PUT", "/files/a/thumbnail"), 404),
    ("/uploads", "post", file("POST", "/uploads"), 412),
    ("/uploads", "post", file("POST", "/uploads", "Tus-Resumable: 1.0.0"), 400),
    ("/uploads", "post", file("POST", "/uploads", "Tus-Resumable: 1.0.0", LARGE), 413),
    ("/uploads/{upload}", "patch", file("PATCH", "/uploads/a"), 412),
    ("/uploads/{upload}", "patch", file("PATCH", "/uploads/a", *PIECE), 404),
    ("/uploads/{upload}", "delete", get("/uploads/a", method="DELETE"), 412),
    ("/storage", "get", get("/storage"), 200),
    ("/pub", "post", post(b'{"files": ["a"]}', kind="application/json"), 404),
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
    with RawClient(talkative.port) as client:
        log = talkative.get("/about")["log"].encode()
        answer = client.ask(request_.replace(b"LOG", log[:8]))
    assert answer.status == status
    check(answer, described(path, method, status))


@pytest.mark.parametrize(("path", "method"), sorted(operations(DOCUMENT)))
def test_what_any_request_may_be_told_is_described_with_each(
    hasty: RunningServer, path: str, method: str
) -> None:
    target = path.format(room="lobby", path="js/app.js", member="a" * 16, link="a", **SECRETS)
    # By a proxy that is not believed: this machine's own user may ask as often as they like.
    headers = ("Via: 1.1 den", "Content-Length: 0")
    request = get(f"{target}?since=0&wait=0", *headers, method=method)
    with RawClient(hasty.port) as client:
        answers = (client.ask(request) for _ in range(20))
        refused = next(answer for answer in answers if answer.status == 429)
    assert refused.headers["retry-after"] == "1"
    check(refused, described(path, method.lower(), 429))


def described(path: str, method: str, status: int) -> dict[str, Any]:
    """The schema of such an answer."""
    responses = DOCUMENT["paths"][path][method]["responses"]
    said = responses.get(str(status), responses["default"])
    if "$ref" in said:
        said = DOCUMENT["components"]["responses"][said["$ref"].rpartition("/")[2]]
    schema: dict[str, Any] = said["content"]["application/json"]["schema"]
    return schema


def check(answer: Answer, schema: dict[str, Any]) -> None:
    """It is as described, and has nothing that is not."""
    whole = {"$schema": Draft202012Validator.META_SCHEMA["$id"], **schema}
    whole["components"] = DOCUMENT["components"]
    Draft202012Validator(closed(whole)).validate(answer.json)


def closed(value: Any) -> Any:
    """The same schemas, in which objects have only the properties that are named."""
    if isinstance(value, list):
        return [closed(each) for each in value]
    if not isinstance(value, dict):
        return value
    only = {"additionalProperties": False} if "properties" in value else {}
    return only | {name: closed(each) for name, each in value.items()}


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/", "/"),
        ("/metrics", "/metrics"),
        ("/static/{path}", "/static/js/app.js"),
        ("/static/{path}", "/static/css/base.css"),
        ("/invite/qr.svg", "/invite/qr.svg?url=URL"),
    ],
)
def test_what_is_not_json_has_the_type_that_is_described(
    talkative: RunningServer, path: str, target: str
) -> None:
    url = talkative.get("/invite")["addresses"][0]["url"]
    with RawClient(talkative.port) as client:
        answer = client.ask(get(target.replace("URL", url)))
    assert answer.status == 200
    kinds = DOCUMENT["paths"][path]["get"]["responses"]["200"]["content"]
    assert answer.headers["content-type"].partition(";")[0] in kinds


SET = {row.name: row.metadata["low"] + 1_234 for row in ROWS if row.metadata["group"] == AMOUNTS}
"""Each setting of an amount, as no other number in the document."""


@pytest.fixture(scope="module")
def unusual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server whose every amount was set."""
    SET.update({name: SET[name] + number for number, name in enumerate(SET)})
    SET["max_nick"] = 77
    rows = {row.name: row for row in ROWS}
    options = [word for name in SET for word in (option(rows[name]), str(SET[name]))]
    with RunningServer(tmp_path_factory.mktemp("openapi") / "data", *options) as running:
        yield running


def test_every_setting_of_an_amount_is_described_as_it_is_set(unusual: RunningServer) -> None:
    text = json.dumps(unusual.get("/openapi.json"))
    said = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*\d", text)}
    assert {name: value for name, value in SET.items() if value not in said} == {}


def test_no_limit_is_left_to_be_named() -> None:
    assert re.findall(r"<\w+>", json.dumps(DOCUMENT)) == []


@pytest.fixture
def chat(request: pytest.FixtureRequest) -> RunningServer:
    """The server of this name."""
    server: RunningServer = request.getfixturevalue(request.param)
    return server


BOTH = pytest.mark.parametrize("chat", ["talkative", "unusual"], indirect=True)


@BOTH
@pytest.mark.parametrize("field", ["message", "nick", "room", "key"])
def test_texts_are_as_long_as_is_described_and_no_longer(chat: RunningServer, field: str) -> None:
    for kind in FORMS:
        body = chat.get("/openapi.json")["paths"]["/pub"]["post"]["requestBody"]["content"][kind]
        longest = body["schema"]["properties"][field]["maxLength"]
        with RawClient(chat.port) as client:
            taken, refused = (
                client.ask(post(encoded(kind, {"message": "a", field: "x" * length}), kind=kind))
                for length in (longest, longest + 1)
            )
        assert taken.status in {200, 409}, taken.body  # the same key was used for other words
        assert refused.status in {400, 413}
        assert f"{longest:,}" in refused.json["description"]


FORMS = ("application/x-www-form-urlencoded", "application/json")


def encoded(kind: str, fields: dict[str, str]) -> bytes:
    return (json.dumps(fields) if kind == FORMS[1] else urlencode(fields)).encode()


NUMBERS = [
    (path, parameter["name"])
    for path, item in DOCUMENT["paths"].items()
    for parameter in item.get("get", {}).get("parameters", ())
    if parameter["schema"]["type"] == "integer"
]


@BOTH
@pytest.mark.parametrize(("path", "name"), NUMBERS)
def test_numbers_reach_as_far_as_is_described_and_no_further(
    chat: RunningServer, path: str, name: str
) -> None:
    chat.post("something to be told at once")
    parameters = chat.get("/openapi.json")["paths"][path]["get"]["parameters"]
    (schema,) = (each["schema"] for each in parameters if each["name"] == name)
    low, high = schema["minimum"], schema["maximum"]
    needed = {"/sub": ("since", "wait"), "/search": ("q",)}.get(path, ())
    others = [each for each in needed if each != name]
    with RawClient(chat.port) as client:
        for number, status in ((low, 200), (high, 200), (low - 1, 400), (high + 1, 400)):
            query = "&".join([f"{name}={number}", *(f"{each}=0" for each in others)])
            assert client.ask(get(f"{path.format(room='lobby')}?{query}")).status == status


def test_no_limit_is_written_down_a_second_time() -> None:
    text = resources.files("appliance.web").joinpath("openapi.json").read_text("utf-8")
    assert re.findall(r'"(?:maxLength|maximum|maxItems)": \d+', text) == []
    assert len(NUMBERS) >= 4


def test_a_poll_takes_as_many_rooms_as_is_described_and_no_more(talkative: RunningServer) -> None:
    parameters = DOCUMENT["paths"]["/sub"]["get"]["parameters"]
    (told,) = (each["description"] for each in parameters if each["name"] == "room")
    (most,) = map(int, re.findall(r"\d+", told))
    with RawClient(talkative.port) as client:
        for rooms, status in ((most, 200), (most + 1, 400)):
            names = ",".join(f"r{number}" for number in range(rooms))
            assert client.ask(get(f"/sub?since=0&wait=0&room={names}")).status == status


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


@pytest.mark.parametrize(("path", "method"), sorted(operations(DOCUMENT)))
def test_every_address_says_what_it_allows(
    talkative: RunningServer, path: str, method: str
) -> None:
    with RawClient(talkative.port) as client:
        target = path.format(room="lobby", path="js/app.js", member="a" * 16, link="a", **SECRETS)
        answer = client.ask(get(target, method="OPTIONS"))
        assert answer.status == 200
        assert method in answer.headers["allow"].split(", ")
