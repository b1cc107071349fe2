"""Parameters and addresses that are none."""

from __future__ import annotations

from appliance.feed.numbers import HIGHEST
from tests.server.raw import get
from tests.server.refusal import Refusal

BAD_PATHS = [
    Refusal(
        400,
        "The request is not right",
        f"The parameter since must be between 0 and {HIGHEST:,}.",
        {
            "a since that is negative": get("/sub?since=-1"),
            "a since of 19 digits": get("/sub?since=" + "9" * 19),
            "a since of 15,000 digits": get("/sub?since=" + "9" * 15_000),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The parameter since must be a whole number.",
        {
            "a since that is text": get("/sub?since=now"),
            "a since that is empty": get("/sub?since="),
            "a since of three parts": get("/sub?since=1.5.2"),
            "a since whose second part is text": get("/sub?since=1.now"),
            "a since with a sign": get("/sub?since=%2B1"),
            "a since in Arabic digits": get("/sub?since=%D9%A1"),
            "a since in superscript": get("/sub?since=%C2%B2"),
            "a since with an underscore": get("/sub?since=1_0"),
            "a since with a space": get("/sub?since=%201"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The parameter since is given more than once.",
        {
            "a since given twice": get("/sub?since=1&since=1"),
        },
    ),
    Refusal(
        431,
        "The request's head is too large",
        "The request's head is over the limit of 16,384 bytes.",
        {
            "a since of a million digits": get("/sub?since=" + "9" * 1_000_000),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The parameter wait must be between 0 and 60.",
        {
            "a wait that is negative": get("/sub?since=0&wait=-1"),
            "a wait of 61": get("/sub?since=0&wait=61"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The parameter wait must be a whole number.",
        {
            "a wait that is text": get("/sub?since=0&wait=long"),
            "a wait that is empty": get("/sub?since=0&wait="),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The parameter wait is given more than once.",
        {
            "a wait given twice": get("/sub?since=0&wait=1&wait=1"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The parameter room is given more than once.",
        {
            "a poll's room given twice": get("/sub?since=0&wait=0&room=a&room=b"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The room's name is empty. Leave it out for the lobby.",
        {
            "a poll's room that is empty": get("/sub?since=0&wait=0&room="),
            "a poll's rooms with an empty one": get("/sub?since=0&wait=0&room=a,,b"),
            "a room's path of nothing": get("/rooms//messages"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "A room's name is made of letters, digits, - and _ only.",
        {
            "a poll's room with a space in it": get("/sub?since=0&wait=0&room=a%20b"),
            "a poll's room with a slash in it": get("/sub?since=0&wait=0&room=a/b"),
            "a poll's room of an emoji": get("/sub?since=0&wait=0&room=%F0%9F%98%80"),
            "a poll's room that is not UTF-8": get("/sub?since=0&wait=0&room=%ff"),
            "a room's path with a space": get("/rooms/a%20b/messages"),
            "a room's path that is not UTF-8": get("/rooms/%ff/messages"),
            "a room's path with broken escapes": get("/rooms/%zz%/messages"),
            "a room's path with a NUL": get("/rooms/%00/messages"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The room's name has 65 characters; at most 64 are allowed.",
        {
            "a poll's room of 65 characters": get("/sub?since=0&wait=0&room=" + "r" * 65),
            "a room's path of 65 characters": get("/rooms/" + "r" * 65 + "/messages"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "A poll takes at most 100 rooms. Use * for all of them.",
        {
            "a poll of 101 rooms": get(
                "/sub?since=0&wait=0&room=" + ",".join(f"r{n}" for n in range(101))
            ),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        f"The parameter before must be between 1 and {HIGHEST:,}.",
        {
            "a before of 0": get("/rooms/lobby/messages?before=0"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The parameter before must be a whole number.",
        {
            "a before that is text": get("/rooms/lobby/messages?before=x"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The parameter limit must be between 1 and 500.",
        {
            "a limit of 0": get("/rooms/lobby/messages?limit=0"),
            "a limit of 501": get("/rooms/lobby/messages?limit=501"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The parameter limit is given more than once.",
        {
            "a limit given twice": get("/rooms/lobby/messages?limit=1&limit=2"),
        },
    ),
    Refusal(
        404,
        "Nothing is here",
        "There is nothing at this address. See /openapi.json.",
        {
            "a room's path with a slash under its escape": get("/rooms/a%2Fb/messages"),
            "an unknown path": get("/nowhere"),
            "a path with a slash too many": get("/sub/"),
            "a path that climbs": get("/static/../../etc/passwd"),
            "a path that climbs under its escapes": get("/static/%2e%2e/%2e%2e/etc/passwd"),
            "a part of the page that is not there": get("/static/nothing.js"),
        },
    ),
    Refusal(
        405,
        "Not a method of this address",
        "POST does not work here: GET, HEAD, OPTIONS.",
        {
            "POST to the page": get("/", method="POST"),
            "POST to /about": get("/about", method="POST"),
            "POST to /healthz": get("/healthz", method="POST"),
            "POST to /metrics": get("/metrics", method="POST"),
            "POST to the description": get("/openapi.json", method="POST"),
            "POST to a part of the page": get("/static/js/app.js", method="POST"),
        },
    ),
    Refusal(
        405,
        "Not a method of this address",
        "GET does not work here: POST, OPTIONS.",
        {
            "GET of /pub": get("/pub"),
        },
    ),
    Refusal(
        405,
        "Not a method of this address",
        "DELETE does not work here: GET, OPTIONS.",
        {
            "DELETE of /sub": get("/sub", method="DELETE"),
        },
    ),
    Refusal(
        405,
        "Not a method of this address",
        "POST does not work here: GET, OPTIONS.",
        {
            "POST to /sub": get("/sub", "Content-Length: 0", method="POST"),
        },
    ),
    Refusal(
        405,
        "Not a method of this address",
        "PUT does not work here: POST, OPTIONS.",
        {
            "PUT to /pub": get("/pub", method="PUT"),
        },
    ),
    Refusal(
        405,
        "Not a method of this address",
        "PATCH does not work here: GET, HEAD, POST, OPTIONS.",
        {
            "PATCH of the rooms": get("/rooms", method="PATCH"),
        },
    ),
    Refusal(
        405,
        "Not a method of this address",
        "DELETE does not work here: GET, HEAD, OPTIONS.",
        {
            "DELETE of a room's messages": get("/rooms/lobby/messages", method="DELETE"),
        },
    ),
]
