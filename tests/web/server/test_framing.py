from __future__ import annotations

import pytest

from appliance.errors import Problem
from appliance.web.server.framing import body_of

LIMIT = 1_000


@pytest.mark.parametrize(
    ("headers", "done"),
    [
        ({b"content-length": b"0"}, True),
        ({b"content-length": b"000"}, True),
        ({b"content-length": b"7"}, False),
        ({b"content-length": b"0001000"}, False),
        ({b"transfer-encoding": b"chunked"}, False),
        ({b"transfer-encoding": b"Chunked"}, False),
    ],
)
def test_a_body_is_announced_by_a_length_or_chunks(headers: dict[bytes, bytes], done: bool) -> None:
    body = body_of(headers, "1.1", LIMIT)
    assert body is not None
    assert body.done is done


def test_whatever_else_a_head_says_announces_none() -> None:
    assert body_of({b"upgrade": b"h2c", b"expect": b"100-continue"}, "1.1", LIMIT) is None


@pytest.mark.parametrize(
    ("length", "status"),
    [
        *((wrong, 400) for wrong in (b"", b"+1", b"-1", b"1_0", b"0x1", b"1, 1", b"1 1", b"1.0")),
        *((wrong, 400) for wrong in (b"\xb2", b"1" * 19, b"ten")),
        (b"1001", 413),
    ],
)
def test_a_length_that_readers_could_read_in_two_ways_is_refused(
    length: bytes, status: int
) -> None:
    with pytest.raises(Problem) as refused:
        body_of({b"content-length": length}, "1.1", LIMIT)
    assert refused.value.status == status


@pytest.mark.parametrize(
    ("coding", "more", "version", "status"),
    [
        (b"chunked", {b"content-length": b"1"}, "1.1", 400),
        (b"chunked", {}, "1.0", 400),
        (b"gzip, chunked", {}, "1.1", 501),
        (b"chunked, chunked", {}, "1.1", 501),
        (b"chunked,", {}, "1.1", 400),
        (b"chunked, identity", {}, "1.1", 400),
        (b"xchunked", {}, "1.1", 400),
        (b"chunked;a=b", {}, "1.1", 400),
        (b"", {}, "1.1", 400),
    ],
)
def test_no_coding_but_chunks_and_nothing_beside_them(
    coding: bytes, more: dict[bytes, bytes], version: str, status: int
) -> None:
    with pytest.raises(Problem) as refused:
        body_of({b"transfer-encoding": coding, **more}, version, LIMIT)
    assert refused.value.status == status
