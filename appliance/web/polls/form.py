"""The two forms of an answer to a poll."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

from appliance.feed.contract import SLICE_ENTRIES, Slice
from appliance.feed.entry import Entry
from appliance.feed.numbers import DIGITS

CURSOR_SECONDS: Final = 60
"""How long the seed's form remembers where a client stood: long enough for the gap between
two polls, short enough that somebody who comes back tomorrow is not told all of yesterday."""


def parts_of(cursor: str) -> tuple[int, int] | None:
    """The two numbers of a cursor such as `19.7`; None for anything else."""
    parts = cursor.split(".")
    if len(parts) != 2 or not all(map(_is_number, parts)):
        return None
    return int(parts[0]), int(parts[1])


def _is_number(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) <= DIGITS


class News(NamedTuple):
    """What is so only now (see `Now`) up to `version`: the members of a JSON object, none where
    nothing is to be told. `all` says that nothing else is so that was told before.
    """

    version: int
    states: bytes
    all: bool = False


class Form(Protocol):
    """How entries are put into an answer."""

    away: bool
    """Whether somebody who asks so has not looked at it for a while."""

    limit: int
    """Entries in one answer at most."""

    mark: re.Pattern[bytes]
    """Where the cursor stands in a request's head; group 1 is its digits. Only the place that
    the resource reads it from: the same words in another header are no cursor."""

    def told(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """Those of `entries` that are told in this form."""

    def answer(self, part: Slice) -> tuple[bytes, bytes]:
        """Further header lines and the body that tell of `part`."""

    def nothing(self, cursor: int, *, closed: bool = False) -> tuple[bytes, bytes] | None:
        """The same for a poll that ends with nothing to tell, or because the chat was `closed`;
        None where the form has no words for it.
        """


class CursorForm:
    """`{"cursor": "19", "messages": [entry, ...]}`."""

    away = False
    limit = SLICE_ENTRIES
    mark = re.compile(rb"\A[A-Z]+ [^? \r]*\?(?:[^ \r]*&)?since=(\d+)(?=[& ])")

    def told(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        return entries

    def answer(self, part: Slice) -> tuple[bytes, bytes]:
        entries = b",".join([entry.json for entry in part.entries])
        truncated = b',"truncated":true' if part.truncated else b""
        return b"", b'{"cursor":"%d","messages":[%b]%b}' % (part.cursor, entries, truncated)

    def nothing(self, cursor: int, *, closed: bool = False) -> tuple[bytes, bytes] | None:
        if closed:
            return b"", b'{"cursor":"%d","messages":[],"closed":true}' % cursor
        return self.answer(Slice((), cursor))


class NowForm(CursorForm):
    """`{"cursor": "20.8", "messages": [entry, ...], "now": {room: {...}, ...}}`.

    Where `now` has all there is, `"all": true` beside it says so. A cursor of two parts: the number
    of an entry, and that of a state. Where it is not known what somebody was told of these, the
    second is 0, and the next answer tells them all.
    """

    mark = re.compile(rb"\A[A-Z]+ [^? \r]*\?(?:[^ \r]*&)?since=(\d+\.\d+)(?=[& ])")

    def __init__(self, *, away: bool) -> None:
        self.away = away

    def answer(self, part: Slice) -> tuple[bytes, bytes]:
        return self.answer_with(part, News(0, b""))

    def answer_with(self, part: Slice, told: News) -> tuple[bytes, bytes]:
        """As `answer`, with what is so now."""
        lines, body = super().answer(part)
        plain = b'{"cursor":"%d"' % part.cursor
        now = b',"now":{%b}' % told.states if told.states or told.all else b""
        now += b',"all":true}' if told.all else b"}"
        rest = body.removeprefix(plain)[:-1]
        return lines, b'{"cursor":"%d.%d"%b%b' % (part.cursor, told.version, rest, now)

    def nothing(self, cursor: int, *, closed: bool = False) -> tuple[bytes, bytes] | None:
        if closed:
            return b"", b'{"cursor":"%d.0","messages":[],"closed":true}' % cursor
        return self.answer(Slice((), cursor))


class SeedForm:
    """One entry as one JSON object, as in the article the program grew from.

    That form has no cursor, so a short-lived cookie carries it: what is said between two polls
    of one browser is not lost.
    """

    away = False
    limit = 1

    def __init__(self, cookie: str) -> None:
        """`cookie` is the cookie's name."""
        name = re.escape(cookie.encode())
        self.mark = re.compile(rb"\r\n[Cc]ookie: (?:[^\r]*; )?%b=(\d+)(?=[;\r])" % name)
        # Without a path, which is then the one that the browser knows the chat by.
        self._lines = b"Set-Cookie: %b=%%d; Max-Age=%d; HttpOnly; SameSite=Lax\r\n" % (
            cookie.encode(),
            CURSOR_SECONDS,
        )

    def told(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """What is no message would look like one without words, and so would a tombstone. (Within a
        text the quotes have a backslash before them.)
        """
        said = [entry for entry in entries if entry.kind == "message"]
        return [entry for entry in said if b',"deleted":"' not in entry.json]

    def answer(self, part: Slice) -> tuple[bytes, bytes]:
        entry = part.entries[0]
        return self._lines % entry.id, entry.json

    def nothing(self, cursor: int, *, closed: bool = False) -> tuple[bytes, bytes] | None:
        return None


CURSOR_FORM: Final = CursorForm()
NOW_FORM: Final = NowForm(away=False)
AWAY_FORM: Final = NowForm(away=True)
