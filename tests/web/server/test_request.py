from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.errors import Problem
from appliance.web.server.request import Request, RequestLimits, RequestParser
from tests.server.raw import get, poll, post

LIMITS = RequestLimits(head=2_000, body=1_000)
CHUNKS = b"5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX-Trailer: c\r\n\r\n"

STREAMS = {
    "a poll": poll(7),
    "a form": post(b"message=hello"),
    "chunks": get("/pub", "Transfer-Encoding: chunked", method="POST") + CHUNKS,
    "several": poll(7) + post(b"message=a") + get("/about") + post(b"message=b") + poll(8),
    "an offer to upgrade": get("/about", "Connection: Upgrade", "Upgrade: h2c") + poll(7),
    "HTTP/1.0": get("/about", version="1.0"),
    "blank lines before": b"\r\n\r\n" + poll(7),
    "nonsense after": poll(7) + b"\x00nonsense\r\n\r\n",
    "a broken header": get("/about", "X A: b"),
    "a bad version": get("/about", version="2.0"),
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "too long a head": get("/about", "X-A: " + "b" * 3_000) + poll(7),
    "too long a body": post(b"a" * 1_001),
    "too many chunks": get("/pub", "Transfer-Encoding: chunked", method="POST")
    + b"1f4\r\n" * 1
    + (b"a" * 500 + b"\r\n1f4\r\n") * 3,
    "nothing": b"",
}

Told = list[tuple[object, ...]]


def feed(*pieces: bytes) -> tuple[Told, list[bytes | None]]:
    """What a connection would be told, and the exact bytes of those requests that have them."""
    parser = RequestParser(LIMITS)
    told: Told = []
    raws: list[bytes | None] = []
    for piece in pieces:
        for item in parser.feed(piece):
            if isinstance(item, Problem):
                return [*told, (item.status, item.title)], raws
            told.append(plain(item))
            raws.append(item.raw)
    return told, raws


def plain(request: Request) -> tuple[object, ...]:
    return (
        request.method,
        request.target,
        tuple(request.headers),
        request.version,
        request.close,
        request.body,
    )


def cut(data: bytes, places: set[int]) -> list[bytes]:
    edges = [0, *sorted(place for place in places if place < len(data)), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)
@given(places=st.sets(st.integers(min_value=1, max_value=4_000), max_size=40))
def test_where_packets_are_cut_makes_no_difference(stream: bytes, places: set[int]) -> None:
    told, _ = feed(*cut(stream, places))
    assert told == feed(stream)[0]


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)
def test_bytes_that_come_one_by_one_make_no_difference(stream: bytes) -> None:
    assert feed(*cut(stream, set(range(len(stream)))))[0] == feed(stream)[0]


@given(places=st.sets(st.integers(min_value=1, max_value=400), max_size=8))
def test_the_exact_bytes_are_those_of_one_request_or_none(places: set[int]) -> None:
    stream = poll(7) + poll(8)
    _, raws = feed(*cut(stream, places))
    assert [raw in (None, one) for raw, one in zip(raws, (poll(7), poll(8)), strict=True)] == [
        True,
        True,
    ]


def test_a_request_that_came_alone_has_its_exact_bytes() -> None:
    assert feed(poll(7))[1] == [poll(7)]
    assert feed(poll(7)[:9], poll(7)[9:])[1] == [poll(7)]
    assert feed(poll(7), poll(8))[1] == [poll(7), poll(8)]


def test_requests_that_came_together_or_with_a_body_have_none() -> None:
    assert feed(poll(7) + poll(8))[1] == [None, None]
    assert feed(poll(7) + poll(8)[:9], poll(8)[9:])[1] == [None, None]
    assert feed(post(b"message=a"))[1] == [None]
    chunked = poll(7, "Transfer-Encoding: chunked")
    assert feed(chunked, b"0\r\n\r\n")[1] == [None]


def test_a_long_head_behind_another_request_is_not_counted_twice() -> None:
    long = get("/about", "X-A: " + "b" * 1_500)
    told, _ = feed(long + long[:1_000], long[1_000:])
    assert told == [feed(long)[0][0]] * 2


@pytest.mark.parametrize(
    ("headers", "close"),
    [
        ([], False),
        (["Connection: close"], True),
        (["Connection: Keep-Alive,  CLOSE"], True),
        (["Connection: close", "Connection: keep-alive"], True),
        (["Connection: closed"], False),
    ],
)
def test_a_request_says_whether_it_is_the_last(headers: list[str], close: bool) -> None:
    (request,) = RequestParser(LIMITS).feed(get("/about", *headers))
    assert isinstance(request, Request)
    assert request.close is close


def test_chunks_become_one_body() -> None:
    (request,) = RequestParser(LIMITS).feed(STREAMS["chunks"])
    assert isinstance(request, Request)
    assert request.body == b"hello world"
    assert b"x-trailer" not in dict(request.headers)


def test_an_expectation_is_told_once() -> None:
    parser = RequestParser(LIMITS)
    head = get("/pub", "Content-Length: 9", "Expect: 100-Continue", method="POST")
    assert parser.feed(head) == []
    assert parser.in_body
    assert parser.take_expectation()
    assert not parser.take_expectation()
    assert len(parser.feed(b"message=a")) == 1


def test_thousands_of_offers_to_upgrade_are_read_in_a_row() -> None:
    offer = get("/", "Connection: Upgrade", "Upgrade: x")
    assert len(RequestParser(LIMITS).feed(offer * 3_000)) == 3_000


def test_wrapping_without_end_is_refused() -> None:
    parser = RequestParser(LIMITS)
    parser.feed(get("/pub", "Transfer-Encoding: chunked", method="POST") + b"0\r\nX: ")
    told = [item for _ in range(100) for item in parser.feed(b"a" * 100)]
    assert isinstance(told[0], Problem)
    assert told[0].status == 413
