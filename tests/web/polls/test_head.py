"""RememberedHead decides by bytes alone; the group and the connection here only write down."""

from __future__ import annotations

from typing import Any, cast

import pytest

from appliance.feed.numbers import DIGITS
from appliance.feed.scope import PUBLIC, Scope
from appliance.web.polls.counts import PollCounts
from appliance.web.polls.form import CURSOR_FORM, Form, SeedForm
from appliance.web.polls.head import RememberedHead
from appliance.web.polls.passes import Pass, Passes
from tests.server.raw import get, poll

HELD = Passes().of(None, PUBLIC)
SEED_FORM = SeedForm("cursor-0a")


class Group:
    """Takes whoever comes, and remembers at which cursor."""

    def __init__(self, form: Form) -> None:
        self.subscription = self
        self.form = form
        self.taken: list[int] = []
        self.knows = True
        self.placed: Scope | None = None

    def place(self, scope: Scope) -> Group:
        self.placed = scope
        return self

    def take(self, connection: object, cursor: int) -> bool:
        if self.knows:
            self.taken.append(cursor)
        return self.knows


class Caller:
    """A connection whose client may ask, or not."""

    def __init__(self, may: bool = True) -> None:
        self.client = self
        self.ticket: object = "a ticket"
        self.may = may

    def may_ask(self) -> bool:
        return self.may


class Case:
    """A head that was remembered, and what became of the requests after it."""

    def __init__(self, raw: bytes, since: int, form: Form = CURSOR_FORM, held: Pass = HELD) -> None:
        self.counts = PollCounts()
        self.group = Group(form)
        self.head = RememberedHead.of(raw, since, cast(Any, self.group), self.counts, held)

    def again(self, data: bytes, caller: Caller | None = None) -> list[int]:
        """The cursors at which `data` was taken without being parsed."""
        assert self.head is not None
        self.group.taken = []
        taken = self.head.again(cast(Any, caller or Caller()), data)
        assert taken == bool(self.group.taken)
        return self.group.taken


def seed(cookie: str) -> bytes:
    return get("/sub", f"Cookie: {cookie}", "X-A: b")


def test_the_same_head_is_taken_at_any_cursor() -> None:
    case = Case(poll(7), 7)
    for cursor in (7, 8, 0, 12345, 10**DIGITS - 1):
        assert case.again(poll(cursor)) == [cursor]
    assert case.counts.remembered == 5


@pytest.mark.parametrize("at", range(len(poll(7))))
def test_any_other_byte_makes_it_another_request(at: int) -> None:
    raw = poll(7)
    changed = bytes([raw[at] ^ 1])
    taken = Case(raw, 7).again(raw[:at] + changed + raw[at + 1 :])
    assert taken == ([6] if raw[at : at + 1] == b"7" and b"since=7" in raw[: at + 1] else [])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        poll(7)[:-1],
        poll(7) + b"\r\n",
        poll(7) + poll(8),
        poll(7) + b"x",
        poll(7).replace(b"=7", b"="),
        poll(7).replace(b"=7", b"=-7"),
        poll(7).replace(b"=7", b"=+7"),
        poll(7).replace(b"=7", b"=7 "),
        poll(7).replace(b"=7", b"=0x7"),
        poll(7).replace(b"=7", b"=7&since=8"),
        poll(7).replace(b"=7", b"=\xd9\xa1"),
        poll(7).replace(b"=7", b"=" + b"1" * (DIGITS + 1)),
        poll(7).replace(b"=7", b"=" + b"1" * 10_000),
        get("/sub"),
    ],
)
def test_what_is_no_such_poll_is_not_taken(data: bytes) -> None:
    case = Case(poll(7), 7)
    assert case.again(data) == []
    assert case.counts.remembered == 0


def test_a_head_counts_until_its_pass_is_revoked() -> None:
    passes = Passes()
    case = Case(poll(7), 7, held=passes.of("ada", PUBLIC))
    passes.revoke({"bob"}.__contains__)
    assert case.again(poll(8)) == [8]
    passes.revoke({"ada"}.__contains__)
    passes.revoke({"bob"}.__contains__)
    assert case.again(poll(9)) == []


def test_of_whom_a_pass_is_revoked_is_asked_once_of_each() -> None:
    passes, asked = Passes(), list[str | None]()

    def meant(member: str | None) -> bool:
        asked.append(member)
        return False

    case = Case(poll(7), 7, held=passes.of("ada", PUBLIC))
    passes.revoke(meant)
    assert case.again(poll(8)) + case.again(poll(9)) == [8, 9]
    assert asked == ["ada"]


def test_overlapping_halves_are_no_request() -> None:
    raw = get("/sub?since=7")
    before, _, after = raw.partition(b"7")
    assert Case(raw, 7).again(before + after) == []
    assert Case(raw, 7).again(before + after[1:]) == []


def test_who_asks_too_often_goes_the_whole_way() -> None:
    assert Case(poll(7), 7).again(poll(8), Caller(may=False)) == []


def test_what_memory_cannot_answer_goes_the_whole_way() -> None:
    case = Case(poll(7), 7)
    case.group.knows = False
    assert case.again(poll(8)) == []
    assert case.counts.remembered == 0


@pytest.mark.parametrize(
    ("raw", "since"),
    [
        (get("/sub", "Referer: /sub?since=7"), 7),
        (get("/sub?wait=1", "X-A: b?since=7 HTTP/1.1"), 7),
        (get("/sub", "Cookie: since=7"), 7),
        (get("/sub?presince=7"), 7),
        (get("/sub?a=?since=7"), 7),
        (get("/sub?since=3&a=?since=7"), 7),
        (get("/sub?since=7"), 8),
        (get("/sub?since=" + "7" * 10_000), 7),
        (get("/sub?since=7x"), 7),
        (get("/sub"), 0),
    ],
)
def test_digits_elsewhere_are_no_cursor(raw: bytes, since: int) -> None:
    assert Case(raw, since).head is None


def test_the_cursor_is_found_wherever_it_stands_in_the_query() -> None:
    for target in ("/sub?since=7", "/sub?since=7&wait=1", "/sub?a=since&since=7&b=7"):
        raw = get(target)
        assert Case(raw, 7).again(raw.replace(b"since=7", b"since=99")) == [99]


def test_the_seeds_cursor_is_in_its_cookie() -> None:
    for jar in ("C={}", "member=abc; C={}", "C={}; z=1", "xC=7; C={}", "cursor=7; C={}"):
        said = jar.replace("C=", "cursor-0a=")
        case = Case(seed(said.format(7)), 7, SEED_FORM)
        assert case.again(seed(said.format(12))) == [12]
        assert case.again(seed(said.format("x"))) == []


@pytest.mark.parametrize(
    "raw",
    [
        get("/sub", "X-Cookie: cursor-0a=7"),
        get("/sub", "X-A: Cookie: cursor-0a=7"),
        get("/sub?cursor-0a=7"),
        seed("cursor=7"),
        seed("cursor-0b=7"),
        seed("xcursor-0a=7"),
        seed("cursor-0a=7x"),
        seed("cursor-0a=" + "7" * 10_000),
        get("/sub"),
    ],
)
def test_digits_elsewhere_are_no_cursor_of_the_seed(raw: bytes) -> None:
    assert Case(raw, 7, SEED_FORM).head is None
