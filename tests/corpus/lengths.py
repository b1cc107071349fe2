"""Content-Length and Transfer-Encoding: where a body ends (RFC 9112, 6)."""

from __future__ import annotations

from typing import Final

from tests.corpus.case import (
    CHUNKED,
    HIDDEN,
    Case,
    accepted,
    ask,
    chunks,
    either,
    refused,
    say,
    sized,
)

BODY: Final = b"hello"
BOTH: Final = ("GET", "PUT", "DELETE")
ANSWER: Final = {"GET": "first", "PUT": "405", "DELETE": "405"}

GOOD_LENGTHS: Final = ("5", "05", "000000005", " 5", "\t5", "5 ", "5\t", "5 \t ")
BAD_LENGTHS: Final = (
    *("", " ", "+5", "-5", "-0", "5.0", "0x5", "5e0", "5,5", "5, 5", "5,6", "5,", ",5", "5 5"),
    *("5;", "5;a=b", '"5"', "'5'", "five", "5a", "a5", "1_0", "\xb2", "\xd9\xa5", "(5)", "5%"),
    *("5\x0b", "\x0c5", "5\x00", "\x005", "5\x7f", "5/5", "5:5", "$5", "NaN", "Infinity"),
)
HUGE_LENGTHS: Final = (
    *("65537", "1000000", "2147483648", "4294967296", "4294967301", "9223372036854775807"),
    *("9223372036854775808", "18446744073709551615", "18446744073709551616"),
    *("18446744073709551621", "1" + "0" * 40, "9" * 300),
)
GOOD_CODINGS: Final = (
    "chunked",
    "Chunked",
    "CHUNKED",
    " chunked",
    "\tchunked",
    "chunked ",
    "chunked\t",
)
BAD_CODINGS: Final = (
    *("", " ", ",", "chunked,", "identity", "gzip", "xchunked", "chunkedx", "chunked-", "chunke"),
    *(
        "chunked, identity",
        "chunked, gzip",
        "chunked identity",
        "identity, chunked",
        "gzip, chunked",
    ),
    *("gzip,chunked", "deflate, gzip, chunked", "chunked, chunked", "chunked;q=1", "chunked; a=b"),
    *(
        "chunked;",
        '"chunked"',
        "'chunked'",
        "chunk ed",
        "chunked\x0b",
        "\x0bchunked",
        "\x0cchunked",
    ),
    *("\x00chunked", "chunked\x00", "\xa0chunked", "chunked\x85", "chunked/1", "(chunked)", "x"),
    *("\x7fchunked", "chunked\x1f", "c\x08hunked", "chun\u212a".encode().decode("latin-1") + "ed"),
)
LENGTH: Final = "Content-Length: 5"
DISGUISED: Final = (
    "Transfer-Encoding : chunked",
    "Transfer-Encoding\t: chunked",
    " Transfer-Encoding: chunked",
    "Transfer-Encoding:\r\n chunked",
    "Transfer-Encoding:\r\n\tchunked",
    "Transfer-Encoding\r\n: chunked",
    "X: y\rTransfer-Encoding: chunked",
    "X: y\nTransfer-Encoding: chunked",
    "X: y\r\n\rTransfer-Encoding: chunked",
    "X: y\x00Transfer-Encoding: chunked",
    "Transfer-Encoding: chunked\rX: y",
    "Transfer-Encoding: chunked\nX: y",
    "Transfer\x00Encoding: chunked",
    "Transfer-Encoding;: chunked",
    "\x0bTransfer-Encoding: chunked",
    "Content-Length : 5",
    "Content-Length\t: 5",
    " Content-Length: 5",
    "Content-Length:\r\n 5",
    "X: y\rContent-Length: 5",
    "X: y\nContent-Length: 5",
    "Content-Length: 5\rX: y",
    "Content-Length: 5\nX: y",
    "Content\x00Length: 5",
    "\x0bContent-Length: 5",
)

LENGTHS: Final[dict[str, Case]] = {
    **{
        f"length {value!r} of {method}": accepted(
            ask("first", f"Content-Length:{value}", method=method) + BODY, ANSWER[method]
        )
        for method in BOTH
        for value in GOOD_LENGTHS
    },
    "length of nothing": accepted(ask("first", "Content-Length: 0")),
    "length of nothing in four digits": accepted(ask("first", "Content-Length: 0000")),
    **{
        f"length {value!r} of {method}": refused(
            ask("first", f"Content-Length:{value}", method=method) + BODY
        )
        for method in BOTH[:2]
        for value in BAD_LENGTHS
    },
    **{
        f"length {value[:20]} ({len(value)} digits)": refused(
            ask("first", f"Content-Length: {value}") + BODY, 400, 413
        )
        for value in HUGE_LENGTHS
    },
    "two lengths that agree": either(ask("first", LENGTH, LENGTH) + BODY),
    "two lengths that differ": refused(ask("first", LENGTH, "Content-Length: 6") + BODY),
    "two lengths that hide a request": refused(
        ask("first", sized(HIDDEN), "content-length: 0") + HIDDEN
    ),
    "two lengths, the other way": refused(
        ask("first", "CONTENT-LENGTH: 0", sized(HIDDEN)) + HIDDEN
    ),
    "three lengths": refused(ask("first", LENGTH, "X: y", LENGTH, "Content-Length: 4") + BODY),
    **{
        f"coding {value!r}": accepted(say("first", f"Transfer-Encoding:{value}", content=FORM))
        for FORM in (chunks(b"nick=Ada&message=said&room=first"),)
        for value in GOOD_CODINGS
    },
    **{
        f"coding {value!r} of {method}": refused(
            ask("first", f"Transfer-Encoding:{value}", method=method) + chunks(HIDDEN), 400, 501
        )
        for method in BOTH[:2]
        for value in BAD_CODINGS
    },
    "chunked twice": refused(ask("first", CHUNKED, CHUNKED) + chunks(HIDDEN), 400, 501),
    "chunked and identity": refused(
        ask("first", CHUNKED, "Transfer-Encoding: identity") + chunks(HIDDEN), 400, 501
    ),
    "identity and chunked": refused(
        ask("first", "Transfer-Encoding: identity", CHUNKED) + chunks(HIDDEN), 400, 501
    ),
    **{
        f"{first!r} before {second!r}": refused(
            ask("first", first, second) + chunks(HIDDEN), 400, 501
        )
        for length in (
            "Content-Length: 0",
            "Content-Length: 4",
            sized(chunks(HIDDEN)),
            "Content-Length:",
        )
        for coding in (
            CHUNKED,
            "transfer-encoding: Chunked",
            "Transfer-Encoding: x",
            "Transfer-Encoding:",
        )
        for first, second in ((length, coding), (coding, length))
    },
    **{
        f"{coding!r} in HTTP/1.0": refused(
            ask("first", coding, *more, version="HTTP/1.0") + chunks(HIDDEN), 400, 501
        )
        for more in ((), ("Connection: keep-alive",))
        for coding in (CHUNKED, "Transfer-Encoding: identity")
    },
    **{f"disguised: {line!r}": refused(ask("first", line) + chunks(HIDDEN)) for line in DISGUISED},
    **{
        f"disguised beside a length: {line!r}": refused(ask("first", LENGTH, line) + BODY)
        for line in DISGUISED
    },
    **{
        f"no framing at all: {line!r}": accepted(
            ask("first", line) + ask("second"), "first", "second"
        )
        for line in (
            "Content_Length: 5",
            "Transfer_Encoding: chunked",
            "X-Content-Length: 5",
            "Content-Lengths: 5",
            "TE: chunked",
            "Trailer: Content-Length",
            "Content-Encoding: chunked",
            "Transfer-Encodin: chunked",
        )
    },
}
