"""A form with files is the same in whatever pieces it comes."""

from __future__ import annotations

import pytest

from appliance.errors import BadInput, TooLong
from appliance.web.multipart import MOST_HEAD, MOST_PARTS, Multipart

KIND = "multipart/form-data; boundary=xyz"


class Noted:
    def __init__(self) -> None:
        self.parts: list[tuple[str, str | None, bytes]] = []
        self.ended = 0

    def begin(self, name: str, filename: str | None) -> None:
        self.parts.append((name, filename, b""))

    def write(self, piece: memoryview) -> None:
        name, filename, data = self.parts[-1]
        self.parts[-1] = name, filename, data + bytes(piece)

    def end(self) -> None:
        self.ended += 1


def part(disposition: str, data: bytes, more: str = "") -> bytes:
    head = f"--xyz\r\nContent-Disposition: form-data; {disposition}\r\n{more}\r\n"
    return head.encode() + data + b"\r\n"


WHOLE = (
    b"what stands before it\r\n"
    + part('name="message"', b"hello")
    + part('name="file"; filename="a \\"b\\" c.txt"', b"--xy\r\n--xyy\r\n", "Content-Type: x/y\r\n")
    + part('name="file"; filename="%22\xe4.bin"', b"")
    + b"--xyz--\r\nand behind"
)
PARTS = [
    ("message", None, b"hello"),
    ("file", 'a "b" c.txt', b"--xy\r\n--xyy\r\n"),
    ("file", '"ä.bin', b""),
]


@pytest.mark.parametrize("size", [1, 2, 7, 64, 10_000])
def test_it_is_cut_into_its_parts(size: int) -> None:
    noted = Noted()
    form = Multipart(KIND, noted)
    for at in range(0, len(WHOLE), size):
        form.write(memoryview(WHOLE)[at : at + size])
    form.close()
    assert (noted.parts, noted.ended) == (PARTS, 3)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no boundary at all",
        part('name="a"', b"not at its end"),
        b"--xyz\r\nContent-Type: x/y\r\n\r\nno name\r\n--xyz--",
        b"--xyzz\r\n\r\n\r\n--xyz--",
        b"--xyz\r\n" + b"x" * (MOST_HEAD + 9),
    ],
)
def test_what_is_no_such_form_is_refused(data: bytes) -> None:
    def take() -> None:
        form = Multipart(KIND, Noted())
        form.write(data)
        form.close()

    with pytest.raises(BadInput):
        take()


def test_parts_are_bounded_and_a_form_needs_a_boundary() -> None:
    form = Multipart(KIND, Noted())
    with pytest.raises(TooLong):
        form.write(part('name="a"', b"") * (MOST_PARTS + 1))
    with pytest.raises(BadInput):
        Multipart("multipart/form-data", Noted())
