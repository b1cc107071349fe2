"""Requests that are too large, or say their size wrongly."""

from __future__ import annotations

from tests.server.raw import get
from tests.server.refusal import Refusal

CHUNKED = "Transfer-Encoding: chunked"

BAD_SIZES = [
    Refusal(
        431,
        "The request's head is too large",
        "The request's head is over the limit of 16,384 bytes.",
        {
            "a head over 16 KiB in one header": get("/about", "X-A: " + "b" * 17_000),
            "a head over 16 KiB in one header that never ends": get("/about")[:-2]
            + b"X-A: "
            + b"b" * 40_000,
            "a head over 16 KiB in 90 headers": get("/about", *["X-A: " + "b" * 200] * 90),
            "a target over 16 KiB": get("/about?" + "a" * 17_000),
        },
    ),
    Refusal(
        431,
        "The request's head is too large",
        "The request has more than 100 headers.",
        {
            "more than 100 headers": get("/about", *["X-A: b"] * 101),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request does not begin with an HTTP method.",
        {
            "a method over 16 KiB": b"G" * 17_000,
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request's Content-Length is not a number.",
        {
            "a Content-Length that is no number": get("/pub", "Content-Length: ten", method="POST"),
            "a negative Content-Length": get("/pub", "Content-Length: -1", method="POST"),
            "a Content-Length with a plus sign": get("/pub", "Content-Length: +9", method="POST")
            + b"message=a",
            "a Content-Length of two numbers": get("/pub", "Content-Length: 9, 9", method="POST")
            + b"message=a",
            "a Content-Length in hexadecimal": get("/pub", "Content-Length: 0x9", method="POST")
            + b"message=a",
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request's Content-Length is not a number.",
        {
            "an empty Content-Length": get("/pub", "Content-Length:", method="POST"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request has more than one Content-Length.",
        {
            "two Content-Lengths that differ": get(
                "/pub", "Content-Length: 9", "Content-Length: 8", method="POST"
            )
            + b"message=a",
            "two Content-Lengths that agree": get(
                "/pub", "Content-Length: 9", "Content-Length: 9", method="POST"
            )
            + b"message=a",
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request's Content-Length is a number with too many digits.",
        {
            "a Content-Length that overflows 64 bits": get(
                "/pub", "Content-Length: 99999999999999999999", method="POST"
            ),
        },
    ),
    Refusal(
        413,
        "Too long",
        "The request's body is over the limit of 65,536 bytes.",
        {
            "a Content-Length just over the limit": get(
                "/pub", "Content-Length: 65537", method="POST"
            ),
            "chunks over 64 KiB": get("/pub", CHUNKED, method="POST")
            + b"4000\r\n"
            + b"a" * 16384
            + b"\r\n"
            + (b"4000\r\n" + b"a" * 16384 + b"\r\n") * 4,
            "a chunk's size that needs 64 bits": get("/pub", CHUNKED, method="POST")
            + b"ffffffffffffffff\r\n",
        },
    ),
    Refusal(
        413,
        "Too long",
        "A line between the chunks of a body is limited to 4,096 bytes.",
        {
            "a trailer that never ends": get("/pub", CHUNKED, method="POST")
            + b"9\r\nmessage=a\r\n0\r\nX-A: "
            + b"a" * 600_000,
            "a chunk's extension that never ends": get("/pub", CHUNKED, method="POST")
            + b"9;a="
            + b"a" * 600_000,
        },
    ),
    Refusal(
        413,
        "Too long",
        "The request's body comes in chunks that are too small, or takes too many bytes beside "
        "them. Send larger ones.",
        {
            "chunks of one byte": get("/pub", CHUNKED, method="POST") + b"1\r\na\r\n" * 10_000,
            "trailers that never end": get("/pub", CHUNKED, method="POST")
            + b"9\r\nmessage=a\r\n0\r\n"
            + b"X-A: b\r\n" * 10_000,
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request has both a Content-Length and a Transfer-Encoding.",
        {
            "a Content-Length beside chunks": get(
                "/pub", "Content-Length: 9", CHUNKED, method="POST"
            )
            + b"0\r\n\r\n",
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request has both a Content-Length and a Transfer-Encoding.",
        {
            "chunks beside a Content-Length": get(
                "/pub", CHUNKED, "Content-Length: 9", method="POST"
            )
            + b"0\r\n\r\n",
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "HTTP/1.0 knows no Transfer-Encoding.",
        {
            "chunks in HTTP/1.0": get("/pub", CHUNKED, method="POST", version="1.0") + b"0\r\n\r\n",
        },
    ),
    Refusal(
        501,
        "Not something this server does",
        "The only Transfer-Encoding known here is chunked.",
        {
            "a coding inside of chunks": get(
                "/pub", "Transfer-Encoding: gzip, chunked", method="POST"
            )
            + b"0\r\n\r\n",
            "a coding inside of chunks, in two headers": get(
                "/pub", "Transfer-Encoding: gzip", CHUNKED, method="POST"
            )
            + b"0\r\n\r\n",
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request's last Transfer-Encoding must be chunked.",
        {
            "a coding that is not chunked": get("/pub", "Transfer-Encoding: gzip", method="POST"),
            "a coding that looks like chunked": get(
                "/pub", "Transfer-Encoding: xchunked", method="POST"
            )
            + b"0\r\n\r\n",
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request's Transfer-Encoding must name chunked once, and last.",
        {
            "chunked twice": get("/pub", CHUNKED, CHUNKED, method="POST") + b"0\r\n\r\n",
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "The request's Transfer-Encoding is empty.",
        {
            "an empty Transfer-Encoding": get("/pub", "Transfer-Encoding:", method="POST"),
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "A chunk of the request's body has no valid size.",
        {
            "a chunk's size that is no number": get("/pub", CHUNKED, method="POST")
            + b"nine\r\nmessage=a\r\n0\r\n\r\n",
            "a chunk's size that is negative": get("/pub", CHUNKED, method="POST")
            + b"-9\r\nmessage=a\r\n0\r\n\r\n",
            "a chunk's size that overflows 64 bits": get("/pub", CHUNKED, method="POST")
            + b"fffffffffffffffff\r\n",
            "a chunk's line that ends with a bare line feed": get("/pub", CHUNKED, method="POST")
            + b"9\nmessage=a\r\n0\r\n\r\n",
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "A chunk of the request's body is longer than its size says.",
        {
            "a chunk longer than its size": get("/pub", CHUNKED, method="POST")
            + b"8\r\nmessage=a\r\n0\r\n\r\n",
        },
    ),
    Refusal(
        400,
        "The request is not right",
        "A trailer behind the request's body is not valid.",
        {
            "a request where a trailer would stand": get("/pub", CHUNKED, method="POST")
            + b"9\r\nmessage=a\r\n0\r\n"
            + get("/healthz"),
            "a folded trailer": get("/pub", CHUNKED, method="POST")
            + b"9\r\nmessage=a\r\n0\r\nX-A: b\r\n c\r\n\r\n",
        },
    ),
]
