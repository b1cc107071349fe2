from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.errors import Problem
from appliance.web.server.request import MAX_EMPTY_LINES, Request, RequestLimits, RequestParser
from tests.server.raw import get, poll, post

LIMITS = RequestLimits(head=2_000, body=1_000)
CHUNKED = "Transfer-Encoding: chunked"
OFFER = ("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__")
CHUNKS = b"5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX-Trailer: c\r\n\r\n"

STREAMS = {
    "a poll": poll(7),
    "a form": post(b"message=hello"),
    "chunks": get("/pub", CHUNKED, method="POST") + CHUNKS,
    "several": poll(7) + post(b"message=a") + get("/about") + post(b"message=b") + poll(8),
    "an offer to upgrade": get("/about", *OFFER) + poll(7),
    "an offer to upgrade with a body": post(poll(7), *OFFER) + poll(8),
    "an offer to upgrade with chunks": get("/pub", *OFFER, CHUNKED, method="POST")
    + CHUNKS
    + poll(8),
    "CONNECT with a body": get("a:1", "Content-Length: 5", method="CONNECT") + b"hello" + poll(8),
    "the last one": get("/about", "Connection: close") + poll(7),
    "HTTP/1.0": get("/about", version="1.0"),
    "blank lines before": b"\r\n\r\n" + poll(7),
    "nonsense after": poll(7) + b"\x00nonsense\r\n\r\n",
    "a broken header": get("/about", "X A: b"),
    "a bad version": get("/about", version="2.0"),
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "too long a head": get("/about", "X-A: " + "b" * 3_000) + poll(7),
    "too long a body": post(b"a" * 1_001),
    "too many chunks": get("/pub", CHUNKED, method="POST")
    + b"1f4\r\n" * 1
    + (b"a" * 500 + b"\r\n1f4\r\n") * 3,
    "nothing": b"",
}

Told = list[tuple[object, ...]]


def parts(parser: RequestParser, data: bytes) -> list[Request | Problem]:
    """All that is to be had when `data` has come, too."""
    parser.feed(data)
    return list(iter(parser.next, None))


def feed(*pieces: bytes) -> tuple[Told, list[bytes | None]]:
    """What a connection would be told, and the exact bytes of those requests that have them."""
    parser = RequestParser(LIMITS)
    told: Told = []
    raws: list[bytes | None] = []
    for piece in pieces:
        for item in parts(parser, piece):
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


def test_requests_that_came_together_have_their_exact_bytes_too() -> None:
    assert feed(poll(7) + poll(8))[1] == [poll(7), poll(8)]
    assert feed(poll(7) + poll(8)[:9], poll(8)[9:])[1] == [poll(7), poll(8)]
    assert feed(b"\r\n" + poll(7) + b"\r\n", poll(8))[1] == [poll(7), poll(8)]


def test_requests_with_a_body_have_none() -> None:
    assert feed(post(b"message=a"))[1] == [None]
    assert feed(poll(7, CHUNKED), b"0\r\n\r\n")[1] == [None]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "OPTIONS", "CONNECT"])
@pytest.mark.parametrize("offer", [OFFER, ("Connection: Upgrade", "Upgrade: websocket"), ()])
def test_where_a_body_ends_is_said_by_its_head_alone(method: str, offer: tuple[str, ...]) -> None:
    target = "a:1" if method == "CONNECT" else "/pub"
    hidden = get("/hidden")
    sized = get(target, *offer, f"Content-Length: {len(hidden)}", method=method) + hidden
    chunked = get(target, *offer, CHUNKED, method=method)
    chunked += b"%x\r\n%s\r\n0\r\n\r\n" % (len(hidden), hidden)
    told, _ = feed(sized + chunked + get("/about"))
    assert [(row[1], row[-1]) for row in told] == [
        (target.encode(), hidden),
        (target.encode(), hidden),
        (b"/about", b""),
    ]


def test_nothing_behind_the_last_request_is_one() -> None:
    told, _ = feed(get("/about", "Connection: close") + poll(7) + b"\0")
    assert [row[1] for row in told] == [b"/about"]


@pytest.mark.parametrize(
    "stream",
    [
        b"\n" + poll(7),
        b"\r" + poll(7),
        b"\r\r\n" + poll(7),
        poll(7).replace(b"\r\n", b"\n", 1),
        poll(7).replace(b"\r\n", b"\r", 1),
        poll(7)[:-2] + b"\n" + poll(8),
        poll(7)[:-2] + b"\n\r\n",
        poll(7)[:-2] + b"\r\r\n",
        poll(7, "X-A: b\rX-C: d"),
        poll(7, "X-A: b\nX-C: d"),
        poll(7, "X-A: b\r\n c"),
        poll(7, "X-A: b\r\n\tc"),
        poll(7, " X-A: b"),
        poll(7, "X-A : b"),
        poll(7, "X-A\t: b"),
        poll(7, "X-A: b\x0bc"),
        poll(7, "Content-Length: 1, 1") + b"a",
        poll(7, "Content-Length: 1", "Content-Length: 1") + b"a",
        poll(7, "Content-Length: 1", CHUNKED) + b"0\r\n\r\n",
    ],
)
def test_what_two_readers_could_take_for_two_things_is_refused(stream: bytes) -> None:
    """Nothing of it is a request, wherever it is cut."""
    assert [row[0] for row in feed(stream)[0]] == [400]
    assert [row[0] for row in feed(*cut(stream, set(range(len(stream)))))[0]] == [400]


def test_a_few_empty_lines_before_a_request_are_passed_over() -> None:
    assert [row[1] for row in feed(b"\r\n" * MAX_EMPTY_LINES + get("/about"))[0]] == [b"/about"]


@pytest.mark.parametrize("piece", [b"\r\n", b"\r\n\r\n\r\n", b"\r\n\r"])
def test_empty_lines_without_end_are_refused(piece: bytes) -> None:
    parser = RequestParser(LIMITS)
    told = [item for _ in range(MAX_EMPTY_LINES) for item in parts(parser, piece)]
    told += parts(parser, b"\r\n")
    assert isinstance(told[0], Problem)
    assert told[0].status == 400


@pytest.mark.parametrize("piece", [b"\r", b"\r\n", b"\r\n\r"])
def test_an_empty_line_begins_a_request(piece: bytes) -> None:
    """So its deadline runs, and is the same one however many more lines come."""
    parser = RequestParser(LIMITS)
    assert not parser.begun
    assert parts(parser, piece) == []
    assert parser.begun


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
    (request,) = parts(RequestParser(LIMITS), get("/about", *headers))
    assert isinstance(request, Request)
    assert request.close is close


def test_chunks_become_one_body() -> None:
    (request,) = parts(RequestParser(LIMITS), STREAMS["chunks"])
    assert isinstance(request, Request)
    assert request.body == b"hello world"
    assert b"x-trailer" not in dict(request.headers)


def test_an_expectation_is_told_once() -> None:
    parser = RequestParser(LIMITS)
    head = get("/pub", "Content-Length: 9", "Expect: 100-Continue", method="POST")
    assert parts(parser, head) == []
    assert parser.in_body
    assert parser.take_expectation()
    assert not parser.take_expectation()
    assert len(parts(parser, b"message=a")) == 1


def test_an_expectation_that_was_not_needed_is_none_of_the_next_request() -> None:
    parser = RequestParser(LIMITS)
    assert len(parts(parser, get("/about", "Expect: 100-continue") + poll(7)[:9])) == 1
    assert not parser.take_expectation()


def test_requests_wait_as_bytes_until_they_are_asked_for() -> None:
    """Sixty thousand bytes of small requests would take megabytes otherwise, for each client."""
    parser = RequestParser(LIMITS)
    parser.feed(poll(7) * 900)
    assert isinstance(parser.next(), Request)
    assert parser.waiting == len(poll(7)) * 899
    parser.feed(poll(7)[:9])
    assert parser.waiting == len(poll(7)) * 899 + 9


def test_thousands_of_offers_to_upgrade_are_read_in_a_row() -> None:
    offer = get("/", *OFFER)
    assert len(parts(RequestParser(LIMITS), offer * 3_000)) == 3_000


def streamed(*pieces: bytes) -> tuple[object, ...]:
    """The first request and its body where all bodies are streams, and what comes behind it."""
    parser = RequestParser(LIMITS, lambda request: True)
    request: Request | Problem | None = None
    rest = b""
    for piece in pieces:
        if request is not None:
            rest += piece
            continue
        parser.feed(piece)
        request = parser.next()
    if not isinstance(request, Request) or request.coming is None:
        return (request,)
    body, data = request.coming, request.body + rest
    at = body.take(data, 0)
    return (*plain(request)[:5], bytes(body.content), body.done, data[at:])


@pytest.mark.parametrize(
    "wire",
    [post(b"message=hello"), get("/pub", CHUNKED, method="POST") + CHUNKS, post(b"a" * 5_000)],
    ids=["a form", "chunks", "over the limit"],
)
@given(places=st.sets(st.integers(min_value=1, max_value=4_000), max_size=40))
def test_a_stream_begins_behind_its_head_and_leaves_the_next_request(
    wire: bytes, places: set[int]
) -> None:
    told = streamed(*cut(wire + poll(7), places))
    assert told[-2:] == (True, poll(7))
    assert told == streamed(wire + poll(7))


def test_a_request_without_a_body_is_no_stream() -> None:
    parser = RequestParser(LIMITS, lambda request: True)
    parser.feed(poll(7) + get("/pub", "Content-Length: 0", method="POST") + poll(8))
    told = [parser.next() for _ in range(3)]
    assert [isinstance(one, Request) and one.coming for one in told] == [None, None, None]
    assert isinstance(told[2], Request)
    assert told[2].raw == poll(8)


def test_a_stream_whose_request_asks_to_close_is_there_all_the_same() -> None:
    told = streamed(post(b"hello", "Connection: close"))
    assert told[4:] == (True, b"hello", True, b"")


def test_who_expects_leave_is_known_by_it() -> None:
    parser = RequestParser(LIMITS, lambda request: True)
    parser.feed(post(b"", "Expect: 100-continue").replace(b"Length: 0", b"Length: 5"))
    told = parser.next()
    assert isinstance(told, Request)
    assert told.expects
