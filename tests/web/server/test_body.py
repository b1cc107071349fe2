from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.errors import Problem
from appliance.web.server.body import MAX_LINE, Body, ChunkedBody, SizedBody

LIMIT = 20_000

GOOD = {
    "chunks": (b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", b"hello world"),
    "none": (b"0\r\n\r\n", b""),
    "leading zeros": (b"005\r\nhello\r\n000\r\n\r\n", b"hello"),
    "letters of both cases": (
        b"a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n",
        b"0123456789" * 2,
    ),
    "extensions": (b'5;a=b;c="d e"\r\nhello\r\n0;last\r\n\r\n', b"hello"),
    "spaces before an extension": (b"5 \t; a = b\r\nhello\r\n0\r\n\r\n", b"hello"),
    "trailers": (b"5\r\nhello\r\n0\r\nX-A: b\r\nHost:evil\r\nX-B:\r\n\r\n", b"hello"),
    "line ends inside of chunks": (b"4\r\n\r\n\r\n\r\n0\r\n\r\n", b"\r\n\r\n"),
}

BAD = {
    "no size": (b"\r\nhello\r\n", 400),
    "a word for a size": (b"five\r\nhello\r\n", 400),
    "a sign": (b"+5\r\nhello\r\n", 400),
    "a minus": (b"-5\r\nhello\r\n", 400),
    "a prefix": (b"0x5\r\nhello\r\n", 400),
    "an underscore": (b"0_5\r\nhello\r\n", 400),
    "a space before": (b" 5\r\nhello\r\n", 400),
    "a space behind": (b"5 \r\nhello\r\n", 400),
    "two sizes": (b"5 5\r\nhello\r\n", 400),
    "a comma": (b"5,5\r\nhello\r\n", 400),
    "seventeen digits": (b"0" * 16 + b"5\r\nhello\r\n", 400),
    "a bare line feed behind the size": (b"5\nhello\r\n", 400),
    "a bare line feed in an extension": (b"5;a\nb\r\nhello\r\n", 400),
    "a bare carriage return in an extension": (b"5;a\rb\r\nhello\r\n", 400),
    "a NUL in an extension": (b"5;\0\r\nhello\r\n", 400),
    "a bare line feed behind the chunk": (b"5\r\nhello\n0\r\n\r\n", 400),
    "a bare carriage return behind the chunk": (b"5\r\nhello\r0\r\n\r\n", 400),
    "a chunk longer than its size": (b"4\r\nhello\r\n0\r\n\r\n", 400),
    "a chunk shorter than its size": (b"6\r\nhello\r\n0\r\n\r\n", 400),
    "a folded trailer": (b"0\r\nX-A: b\r\n c\r\n\r\n", 400),
    "a trailer without a colon": (b"0\r\nX-A\r\n\r\n", 400),
    "a request for a trailer": (b"0\r\nGET /hidden HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "a bare line feed in a trailer": (b"0\r\nX-A: b\nX-B: c\r\n\r\n", 400),
    "a bare line feed for the end": (b"0\r\n\n", 400),
    "a NUL in a trailer": (b"0\r\nX-A: \0\r\n\r\n", 400),
    "more than the limit": (b"4e21\r\n", 413),
    "more than 64 bits hold": (b"ffffffffffffffff\r\n", 413),
    "an extension without end": (b"5;" + b"a" * MAX_LINE, 413),
    "a trailer without end": (b"0\r\nX: " + b"a" * MAX_LINE, 413),
    "trailers without end": (b"0\r\n" + b"X: y\r\n" * 4_000, 413),
    "chunks of one byte": (b"1\r\na\r\n" * 4_000, 413),
}


def read(body: Body, *pieces: bytes) -> bytes:
    """What is left when the body ends, fed as a parser does."""
    left = b""
    for piece in pieces:
        data = left + piece
        left = data[body.take(data, 0) if not body.done else 0 :]
    return left


def cut(data: bytes, places: set[int]) -> list[bytes]:
    edges = [0, *sorted(place for place in places if place < len(data)), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


CUTS = st.sets(st.integers(min_value=1, max_value=100), max_size=40)


@pytest.mark.parametrize(("wire", "content"), GOOD.values(), ids=GOOD)
@settings(max_examples=25, deadline=None)
@given(places=CUTS)
def test_chunks_are_put_together_wherever_packets_are_cut(
    wire: bytes, content: bytes, places: set[int]
) -> None:
    body = ChunkedBody(LIMIT)
    assert read(body, *cut(wire + b"GET", places)) == b"GET"
    assert (body.done, bytes(body.content)) == (True, content)


@pytest.mark.parametrize(("wire", "status"), BAD.values(), ids=BAD)
@settings(max_examples=25, deadline=None)
@given(places=CUTS)
def test_chunks_that_are_not_well_formed_are_refused(
    wire: bytes, status: int, places: set[int]
) -> None:
    body = ChunkedBody(LIMIT)
    with pytest.raises(Problem) as refused:
        read(body, *cut(wire, places))
    assert refused.value.status == status
    assert not body.done


def test_a_limit_that_is_just_reached_is_none() -> None:
    body = ChunkedBody(LIMIT)
    assert read(body, b"4e20\r\n" + b"a" * LIMIT + b"\r\n0\r\n\r\n") == b""
    assert body.done


@settings(max_examples=25, deadline=None)
@given(places=CUTS)
def test_a_length_takes_so_many_bytes_and_no_more(places: set[int]) -> None:
    body = SizedBody(11, LIMIT)
    assert read(body, *cut(b"hello worldGET", places)) == b"GET"
    assert (body.done, bytes(body.content)) == (True, b"hello world")


@given(data=st.data())
def test_what_passes_by_and_what_is_taken_are_the_same_content(data: st.DataObject) -> None:
    """As a stream is read: what is plain may go elsewhere."""
    parts = data.draw(st.lists(st.binary(min_size=1, max_size=600), max_size=8))
    wire = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    body, seen, at = ChunkedBody(None), b"", 0
    while not body.done:
        size = data.draw(st.integers(min_value=1, max_value=900))
        if body.plain and data.draw(st.booleans()):
            size = min(size, body.plain)
            seen += wire[at : at + size]
            body.passed(size)
            at += size
        else:
            at += body.take(wire[at : at + max(size, MAX_LINE)], 0)
            seen += bytes(body.content)
            body.content.clear()
    assert (seen, at) == (b"".join(parts), len(wire))
