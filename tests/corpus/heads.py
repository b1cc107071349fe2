"""Lines of a head (RFC 9112, 2.2 and 5)."""

from __future__ import annotations

from typing import Final

from tests.corpus.case import HOST, Case, accepted, ask, either, head, path, refused

LINE: Final = f"GET {path('first')} HTTP/1.1"
TOKEN: Final = "!#$%&'*+-.^_`|~09azAZ"
CONTROL: Final = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 127)))
SEPARATORS: Final = ' "(),/;<=>?@[\\]{}\t\xa0\xe4\xff'

GOOD_LINES: Final = (
    *("X:", "X: ", "X:a", "X:  a  ", "X:\ta\t", "X: a b", "X: \xe4\xff", "X: a:b", "X: :", "X: ::"),
    *(
        "x: a",
        "X: \x80",
        'X: "a',
        "X: (a",
        "X: a\\",
        "Cookie: a",
        "Cookie: ;;;",
        "Cookie: =",
        "Cookie: a=b; a=c",
    ),
    *(
        "Accept: ,",
        "Accept: " + "a," * 500,
        "Range: bytes=0-",
        "Range: bytes=-1",
        "If-Match: *",
        "If-None-Match: x",
    ),
    *(
        "If-Modified-Since: never",
        "Content-Type: ",
        "Content-Type: x",
        "Authorization: Basic !",
        "Date: x",
    ),
    *(
        "User-Agent:",
        "Accept-Encoding: chunked",
        "Keep-Alive: timeout=0",
        "Max-Forwards: 0",
        "Proxy-Connection: close",
    ),
    *(
        "Connection: ",
        "Connection: ,",
        "Connection: keep-alive",
        "Connection: x",
        "TE: trailers",
        "Via: 1.1 a",
    ),
)
WRONG_LINES: Final = (
    *(
        "X",
        ":",
        ": a",
        " : a",
        "X a",
        "X a: b",
        "X : a",
        "X\t: a",
        "X\x0b: a",
        " X: a",
        "\tX: a",
        "X: a\r\n b",
    ),
    *(
        "X: a\r\n\tb",
        "X: a\r\n ",
        "X: a\r\n b\r\n c",
        "X: a\rb",
        "X: a\nb",
        "X: a\n b",
        "X: a\r\r",
        "\r",
        "\n",
        "X\r: a",
    ),
    *(
        "X\n: a",
        "X:\ra",
        "X:\na",
        "GET / HTTP/1.1",
        "\xef\xbb\xbfX: a",
        "X\xe4: a",
        "X: a\r",
        "X: a\n",
        "\x00: a",
    ),
)

HEADS: Final[dict[str, Case]] = {
    **{f"a name with {char!r}": accepted(ask("first", f"X{char}A: b")) for char in TOKEN},
    **{f"a name of {char!r}": accepted(ask("first", f"{char}: b")) for char in TOKEN},
    **{f"a name with {char!r}": refused(ask("first", f"X{char}A: b")) for char in SEPARATORS},
    **{
        f"a name with control {ord(char)}": refused(ask("first", f"X{char}A: b"))
        for char in CONTROL
    },
    "a value with NUL": refused(ask("first", "X: a\x00b")),
    **{
        f"a value with control {ord(char)}": either(ask("first", f"X: a{char}b"))
        for char in CONTROL[1:]
    },
    **{f"line {line[:60]!r}": accepted(ask("first", line)) for line in GOOD_LINES},
    **{f"line {line!r}": refused(ask("first", line)) for line in WRONG_LINES},
    **{
        f"first of all {line!r}": refused(head(LINE, line, f"Host: {HOST}")) for line in WRONG_LINES
    },
    **{
        f"{ending!r} ends the {what}": refused(
            b"\r\n".join(lines[:at])
            + (b"\r\n" if at else b"")
            + lines[at]
            + ending
            + b"\r\n".join(lines[at + 1 :])
        )
        for ending in (b"\n", b"\r", b"\n\r", b"\r\r\n", b" \r", b"\x0b")
        for what, at in (("first line", 0), ("second line", 1), ("last line", 2), ("head", 3))
        for lines in ((LINE.encode(), f"Host: {HOST}".encode(), b"X: y", b"", ask("second")),)
    },
    "a hundred headers": accepted(ask("first", *["X: y"] * 99)),
    "more than a hundred headers": either(ask("first", *["X: y"] * 100), statuses=(431, 400)),
    "five hundred headers": refused(ask("first", *["X: y"] * 500), 431, 400),
    "a header of 8,000 bytes": accepted(ask("first", "X: " + "y" * 7_900)),
    "a header of 17,000 bytes": refused(ask("first", "X: " + "y" * 17_000), 431, 400),
    "a name of 17,000 bytes": refused(ask("first", "X" * 17_000 + ": y"), 431, 400),
    "a head of 20,000 bytes in lines": refused(ask("first", *["X: " + "y" * 300] * 66), 431, 400),
    "a value of spaces only": accepted(ask("first", "X:" + " " * 4_000)),
}
