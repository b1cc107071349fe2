"""Chunks: sizes, extensions, line ends, trailers (RFC 9112, 7.1)."""

from __future__ import annotations

from typing import Final

from tests.corpus.case import CHUNKED, HIDDEN, Case, accepted, ask, chunks, either, refused

HELLO: Final = b"hello\r\n"
END: Final = b"0\r\n\r\n"
TOP: Final = ask("first", CHUNKED)

GOOD_SIZES: Final = (
    b"5",
    b"05",
    b"0000005",
    b"5;a",
    b"5;a=b",
    b'5;a="b c"',
    b"5;a=b;c=d",
    b"5;",
    b"5;;",
)
EXTENSIONS: Final = (
    b"5 ;a",
    b"5\t;a",
    b"5; a = b",
    b'5;a="',
    b"5;a=\xe4",
    b"5;" + b"a" * 1_000,
    b"5;=",
    b"5;a=b,c",
)
BAD_SIZES: Final = (
    *(
        b"",
        b" ",
        b"five",
        b"+5",
        b"-5",
        b"0x5",
        b"5h",
        b"h",
        b" 5",
        b"\t5",
        b"5 ",
        b"5\t",
        b"5 5",
        b"5,5",
        b"5_0",
    ),
    *(
        b"5.0",
        b'"5"',
        b"\x005",
        b"5\x00",
        b"5\x0b",
        b"\x0c5",
        b"5\xa0",
        b"$5",
        b"0x",
        b"\xef\xbc\x95",
        b"5:a",
        b"5=a",
    ),
    *(
        b"5\x00;a",
        b"5;\x00",
        b"5;a\nb",
        b"5;a\rb",
        b"5;\x01",
        b"5;\x7f",
        b"5\n;a",
        b";a",
        b" ;a",
        b"(5)",
        b"#5",
    ),
)
HUGE_SIZES: Final = (
    *(
        b"10001",
        b"fffff",
        b"7fffffff",
        b"80000000",
        b"ffffffff",
        b"100000000",
        b"100000005",
        b"7" + b"f" * 15,
    ),
    *(
        b"8" + b"0" * 15,
        b"f" * 16,
        b"1" + b"0" * 16,
        b"1" + b"0" * 15 + b"5",
        b"f" * 40,
        b"5" * 300,
    ),
)
WRONG: Final = {
    "a size that ends with a line feed": b"5\n" + HELLO + END,
    "a size that ends with a carriage return": b"5\r" + HELLO + END,
    "a size that ends with two carriage returns": b"5\r\r\n" + HELLO + END,
    "a chunk that ends with a line feed": b"5\r\nhello\n" + END,
    "a chunk that ends with a carriage return": b"5\r\nhello\r" + END,
    "a chunk that ends with nothing": b"5\r\nhello" + END,
    "a chunk that ends with a space": b"5\r\nhello \r\n" + END,
    "a chunk longer than its size": b"4\r\n" + HELLO + END,
    "a chunk shorter than its size": b"6\r\n" + HELLO + END,
    "an empty line before a size": b"\r\n5\r\n" + HELLO + END,
    "an empty line between chunks": b"5\r\n" + HELLO + b"\r\n" + END,
    "no size at all": HELLO + END,
    "a last chunk that ends with a line feed": b"5\r\n" + HELLO + b"0\n\r\n",
    "an end of a line feed": b"5\r\n" + HELLO + b"0\r\n\n",
    "an end of a carriage return": b"5\r\n" + HELLO + b"0\r\n\rX",
    "a trailer without a colon": b"0\r\nX\r\n\r\n",
    "a trailer without a name": b"0\r\n: y\r\n\r\n",
    "a trailer with a space before the colon": b"0\r\nX : y\r\n\r\n",
    "a trailer with a space before it": b"0\r\n X: y\r\n\r\n",
    "a folded trailer": b"0\r\nX: y\r\n z\r\n\r\n",
    "a trailer with NUL": b"0\r\nX: \x00\r\n\r\n",
    "a trailer that ends with a line feed": b"0\r\nX: y\n\r\n",
    "a trailer that ends with a carriage return": b"0\r\nX: y\r\r\n\r\n",
    "a trailer with a bare carriage return": b"0\r\nX: y\rZ: a\r\n\r\n",
    "a request in place of trailers": b"0\r\n" + HIDDEN,
    "a request behind a last chunk with a line feed": b"0\n\n" + ask("second"),
}

CHUNKS: Final[dict[str, Case]] = {
    **{f"size {size!r}": accepted(TOP + size + b"\r\n" + HELLO + END) for size in GOOD_SIZES},
    **{
        f"extension {size[:30]!r}": either(TOP + size + b"\r\n" + HELLO + END)
        for size in EXTENSIONS
    },
    **{f"size {size!r}": refused(TOP + size + b"\r\n" + HELLO + END) for size in BAD_SIZES},
    **{
        f"size {size[:30]!r} ({len(size)} digits)": refused(
            TOP + size + b"\r\n" + HELLO + END, 400, 413
        )
        for size in HUGE_SIZES
    },
    **{what: refused(TOP + body) for what, body in WRONG.items()},
    **{
        f"{count} chunks of {size}": accepted(TOP + chunks(*[b"a" * size] * count))
        for count, size in ((0, 1), (1, 1), (2, 16), (10, 255), (100, 100), (5, 4096))
    },
    **{
        f"{zeros} zeros end it": accepted(TOP + chunks(b"a", end=b"0" * zeros + b"\r\n\r\n"))
        for zeros in (1, 2, 8, 16)
    },
    "seventeen zeros end it": either(TOP + chunks(b"a", end=b"0" * 17 + b"\r\n\r\n")),
    "an extension of the end": accepted(TOP + chunks(b"a", end=b"0;a=b\r\n\r\n")),
    "trailers": accepted(TOP + chunks(b"a", end=b"0\r\nX: y\r\nZ:\r\n\r\n")),
    "a chunk that holds chunks": accepted(TOP + chunks(chunks(HIDDEN))),
    "a chunk that holds the end": accepted(TOP + chunks(END + HIDDEN)),
    "chunks of one byte over the limit": refused(TOP + b"1\r\na\r\n" * 10_000 + END, 413),
    "chunks over the limit": refused(TOP + chunks(*[b"a" * 8_192] * 9), 413),
    "an extension over the limit": refused(
        TOP + b"5;" + b"a" * 5_000 + b"\r\n" + HELLO + END, 413, 400
    ),
    "a trailer over the limit": refused(
        TOP + b"0\r\nX: " + b"y" * 5_000 + b"\r\n\r\n", 413, 431, 400
    ),
    "upper case": accepted(TOP + b"A\r\n0123456789\r\n" + END),
    "lower case": accepted(TOP + b"a\r\n0123456789\r\n" + END),
}
