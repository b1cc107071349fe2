"""A form with files, as browsers and curl send it (RFC 7578): cut into its parts as it comes."""

from __future__ import annotations

import re
from typing import Final, Protocol

from appliance.errors import BadInput, TooLong

KIND: Final = "multipart/form-data"

MOST_HEAD: Final = 8 * 1024
"""Bytes before the content of a part."""

MOST_PARTS: Final = 100
"""Of one form; one more is refused."""

_BOUNDARY: Final = re.compile(r'boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))', re.IGNORECASE)
_PARAMETER: Final = re.compile(r';\s*(name|filename)="((?:[^"\\\r\n]|\\.)*)"', re.IGNORECASE)
_DISPOSITION: Final = b"content-disposition:"
_END: Final = b"\r\n\r\n"


class Taker(Protocol):
    """Is told of the parts of a form, in their order."""

    def begin(self, name: str, filename: str | None) -> None:
        """A part begins: a field, or a file if it has a `filename`."""

    def write(self, piece: memoryview) -> None:
        """So much more of it came."""

    def end(self) -> None:
        """It came as a whole."""


class Multipart:
    """Takes what comes, as `write`, and gives `taker` what it is. Raises BadInput for what is no
    such form, and what `taker` does.
    """

    def __init__(self, content_type: str, taker: Taker) -> None:
        found = _BOUNDARY.search(content_type)
        if found is None:
            raise _broken()
        self._mark = b"\r\n--" + (found[1] or found[2]).encode("utf-8", "replace")
        self._taker = taker
        self._data = bytearray(b"\r\n")  # as if the first boundary stood behind a line, too
        self._parts = 0
        self._step = self._preamble

    def write(self, piece: memoryview | bytes) -> None:
        self._data += piece
        while self._step():
            pass

    def close(self) -> None:
        """It is to be at its end. Raises BadInput."""
        if self._step != self._epilogue:
            raise _broken()

    # Each step takes what it can of the data, and says whether another may follow.

    def _preamble(self) -> bool:
        at = self._data.find(self._mark)
        if at < 0:
            self._keep_only(len(self._mark) - 1)
            return False
        del self._data[: at + len(self._mark)]
        self._step = self._behind_mark
        return True

    def _behind_mark(self) -> bool:
        line = self._data.find(b"\r\n")
        if self._data.startswith(b"--"):
            self._step = self._epilogue
            return True
        if line < 0:
            if len(self._data) > len(self._mark):
                raise _broken()
            return False
        if self._data[:line].strip(b" \t"):
            raise _broken()
        del self._data[:line]  # its line's end also begins that of a head without any line
        self._step = self._head
        return True

    def _head(self) -> bool:
        end = self._data.find(_END)
        if end > MOST_HEAD or (end < 0 and len(self._data) > MOST_HEAD):
            raise _broken()
        if end < 0:
            return False
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise TooLong("form-parts", most=MOST_PARTS)
        self._taker.begin(*_named(bytes(self._data[:end])))
        del self._data[: end + len(_END)]
        self._step = self._content
        return True

    def _content(self) -> bool:
        at = self._data.find(self._mark)
        end = max(0, len(self._data) - len(self._mark) + 1) if at < 0 else at
        if end:
            with memoryview(self._data) as data:
                self._taker.write(data[:end])
            del self._data[:end]
        if at < 0:
            return False
        self._taker.end()
        del self._data[: len(self._mark)]
        self._step = self._behind_mark
        return True

    def _epilogue(self) -> bool:
        self._data.clear()
        return False

    def _keep_only(self, size: int) -> None:
        del self._data[: max(0, len(self._data) - size)]


def _named(head: bytes) -> tuple[str, str | None]:
    """The name of a part, and that of its file."""
    for line in head.split(b"\r\n"):
        if line.lower().startswith(_DISPOSITION):
            text = line.decode("utf-8", "replace")
            found = {key.lower(): _plain(value) for key, value in _PARAMETER.findall(text)}
            return found.get("name", ""), found.get("filename")
    raise _broken()


def _plain(value: str) -> str:
    """Browsers write quotes as %22, curl with a backslash."""
    return re.sub(r'\\(["\\])', r"\1", value).replace("%22", '"')


def _broken() -> BadInput:
    return BadInput("form-not-multipart")
