from __future__ import annotations

import json
import re

import pytest

from appliance.errors import BadInput, Problem, StorageBusy, TooLong
from appliance.web.server import response

DATE = rb"Date: [A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT\r\n"


def test_a_head_is_put_together_as_http_wants_it() -> None:
    start = response.head("200 OK", [("Content-Type", "text/plain"), ("X-A", "caf\xe9")])
    whole = response.finish(start, 5, close=False)
    expected = (
        rb"HTTP/1\.1 200 OK\r\nContent-Type: text/plain\r\nX-A: caf\xe9\r\n"
        + DATE
        + rb"Content-Length: 5\r\n\r\n"
    )
    assert re.fullmatch(expected, whole)


def test_a_head_without_a_length_says_none() -> None:
    assert b"Content-Length" not in response.finish(b"HTTP/1.1 304 X\r\n", None, close=False)


def test_an_empty_body_has_a_length_too() -> None:
    assert b"\r\nContent-Length: 0\r\n" in response.finish(b"HTTP/1.1 200 OK\r\n", 0, close=False)


def test_the_last_answer_says_so() -> None:
    start = b"HTTP/1.1 200 OK\r\n"
    assert response.finish(start, 0, close=True).endswith(b"\r\nConnection: close\r\n\r\n")
    assert b"Connection" not in response.finish(start, 0, close=False)


def test_a_problem_is_json_with_its_title_and_sentence() -> None:
    whole = response.problem(BadInput("said", words="Nicht so, “Béla”."), close=True)
    head, _, body = whole.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n")
    assert b"\r\nCache-Control: no-store\r\n" in head
    assert b"\r\nContent-Length: %d\r\n" % len(body) in head
    assert b"Retry-After" not in head
    assert json.loads(body) == {
        "title": "The request is not right",
        "description": "Nicht so, “Béla”.",
        "code": "said",
        "values": {"words": "Nicht so, “Béla”."},
    }


@pytest.mark.parametrize(
    ("what", "again"),
    [(StorageBusy("log-locked"), True), (TooLong("body-too-long", most=1), False)],
)
def test_what_passes_by_itself_says_when_to_come_again(what: Problem, again: bool) -> None:
    assert (b"\r\nRetry-After: 1\r\n" in response.problem(what, False)) == again
