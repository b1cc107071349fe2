"""KnownHeads decides by bytes alone; the group and the connection here only write down."""

from __future__ import annotations

from typing import Any, cast

import pytest

from appliance.feed.scope import NOTHING, PUBLIC, Scope
from appliance.web.polls import known
from appliance.web.polls.counts import PollCounts
from appliance.web.polls.form import CURSOR_FORM
from appliance.web.polls.known import LONGEST, MAX_KNOWN, SURE, KnownHeads
from appliance.web.polls.passes import Pass, Passes
from tests.server.raw import get, poll
from tests.web.polls.test_head import HELD, Caller, Group

ONE = "Cookie: member=0123456789abcdef"
OTHER = "Cookie: member=fedcba9876543210; theme=dark"


class Case:
    """Heads that went the whole way, and what becomes of those after them."""

    def __init__(self, *raws: bytes) -> None:
        self.counts = PollCounts()
        self.group = Group(CURSOR_FORM)
        self.heads = KnownHeads(self.counts, lambda cookie: HELD)
        self.seen: list[str] = []
        self.heads.seen = self.seen.append
        for raw in raws:
            self.heads.learn(raw, cast(Any, self.group), PUBLIC, PUBLIC)

    def again(self, data: bytes, caller: Newcomer | None = None) -> list[int]:
        """The cursors at which `data` was taken without being parsed."""
        self.group.taken = []
        taken = self.heads.again(cast(Any, caller or Newcomer()), data)
        assert taken == bool(self.group.taken)
        return self.group.taken


class Newcomer(Caller):
    """A connection that has not asked anything yet."""

    address = "192.0.2.7"


def test_the_first_poll_of_another_client_is_known_whatever_its_cursor_and_cookie() -> None:
    case = Case(poll(7, ONE))
    newcomer = Newcomer()
    assert case.again(poll(123, OTHER), newcomer) == [123]
    assert case.seen == ["192.0.2.7"]
    assert newcomer.ticket is not None
    assert newcomer.ticket.again(newcomer, poll(124, OTHER))  # type: ignore[attr-defined]
    assert case.group.taken == [123, 124]
    assert case.counts.remembered == 2


def test_who_may_read_something_else_goes_the_whole_way() -> None:
    case = Case(poll(7, ONE))
    asked: list[bytes] = []

    def pass_of(cookie: bytes) -> Pass:
        asked.append(cookie)
        return Passes().of("bob", NOTHING)

    case.heads.pass_of = pass_of
    assert case.again(poll(8, OTHER)) == []
    assert asked == [OTHER.removeprefix("Cookie: ").encode()]


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (PUBLIC.further({"@a"}), PUBLIC.further({"@b"})),
        (Scope.of({"lobby", "@a"}), None),
        (NOTHING, None),
    ],
)
def test_who_differs_in_private_rooms_is_known_where_all_rooms_are_asked_for(
    wanted: Scope, told: Scope | None
) -> None:
    case = Case()
    case.heads.learn(poll(7, ONE), cast(Any, case.group), wanted, PUBLIC.further({"@a"}))
    case.heads.pass_of = lambda cookie: Passes().of("bob", PUBLIC.further({"@b"}))
    assert case.again(poll(8, OTHER)) == ([8] if told else [])
    assert case.group.placed == told


def test_who_may_read_the_same_is_told_of_the_rooms_that_are_asked_for() -> None:
    case = Case()
    wanted, held = Scope.of({"@a"}), PUBLIC.further({"@a", "@b"})
    case.heads.learn(poll(7, ONE), cast(Any, case.group), wanted, held)
    case.heads.pass_of = lambda cookie: Passes().of("bob", held)
    assert case.again(poll(8, OTHER)) == [8]
    assert case.group.placed == wanted


def test_its_own_ticket_is_for_its_own_cookie() -> None:
    case = Case(poll(7, ONE))
    newcomer = Newcomer()
    case.again(poll(8, OTHER), newcomer)
    assert not newcomer.ticket.again(newcomer, poll(9, ONE))  # type: ignore[attr-defined]


@pytest.mark.parametrize("at", range(len(poll(7, "X-A: b"))))
def test_any_other_byte_makes_it_another_request(at: int) -> None:
    raw = poll(7, "X-A: b")
    changed = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
    digit = raw[at : at + 1] == b"7" and b"since=7" in raw[: at + 1]
    assert Case(raw).again(changed) == ([6] if digit else [])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        get("/sub"),
        poll(7),
        poll(7, ONE) + poll(8, ONE),
        poll(7, ONE)[:-1],
        poll(7, ONE, "Upgrade: h2c"),
        poll(7, ONE, ONE),
        poll(7, ONE + "\x00"),
        poll(7, ONE + "\n"),
        poll(7, ONE + "\nX-A: b"),
        poll(7, ONE + "\r"),
        poll(7, ONE + "\xff"),
        poll(7, ONE).replace(b"Cookie: ", b"Cookie:"),
        poll(7, "Content-Length: 5", ONE),
        poll(7, "X-A: b", ONE),
        poll(7, ONE, room="other"),
    ],
)
def test_what_is_no_such_poll_is_not_taken(data: bytes) -> None:
    case = Case(poll(7, ONE))
    newcomer = Newcomer()
    assert case.again(data, newcomer) == []
    assert newcomer.ticket is None
    assert case.seen == []


def test_a_cookie_longer_than_what_was_admitted_may_be_over_the_limit() -> None:
    case = Case(poll(7, ONE))
    room = SURE - len(poll(7, "Cookie: "))
    assert case.again(poll(7, "Cookie: " + "a" * room)) == [7]
    assert case.again(poll(7, "Cookie: " + "a" * (room + 1))) == []


@pytest.mark.parametrize(
    "raw",
    [
        poll(7, "X-Forwarded-For: 192.0.2.9"),
        poll(7, "x-forwarded-for: 192.0.2.9"),
        poll(7, "Forwarded: for=192.0.2.9"),
        poll(7, "Via: 1.1 proxy"),
        poll(7, "X-A: " + "b" * LONGEST),
        get("/sub", "Cookie: cursor=7"),
        get("/sub?a=?since=7"),
    ],
)
def test_some_polls_go_the_whole_way_each_time(raw: bytes) -> None:
    assert Case(raw).again(raw) == []


def test_a_decision_holds_for_a_while_only(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr(known, "monotonic", lambda: now)
    case = Case(poll(7, ONE))
    now += known.FRESH_SECONDS
    assert case.again(poll(8, ONE)) == [8]
    now += 0.1
    assert case.again(poll(9, ONE)) == []


def test_who_asks_too_often_goes_the_whole_way() -> None:
    assert Case(poll(7, ONE)).again(poll(8, ONE), Newcomer(may=False)) == []


def test_only_so_many_are_kept() -> None:
    raws = [poll(7, f"X-A: {number}") for number in range(MAX_KNOWN + 1)]
    case = Case(*raws)
    assert [bool(case.again(raw)) for raw in (raws[0], raws[-1])] == [False, True]
