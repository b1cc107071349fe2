from datetime import UTC, date, timedelta, timezone
from typing import Any

import pytest

from appliance.cli.terminal.screen import JsonScreen, Screen

TODAY = date(2026, 3, 14)


def entry(message: str, nick: str | None = "Ada", **more: Any) -> dict[str, Any]:
    return {
        "id": 1,
        "room": "lobby",
        "kind": "message",
        "nick": nick,
        "time": "2026-03-14T10:42:59.123Z",
        "message": message,
    } | more


def test_a_message_is_time_nick_and_text() -> None:
    assert Screen(TODAY, UTC).show(entry("hello")) == "10:42 Ada: hello\n"


def test_an_act_is_told_of_who_does_it() -> None:
    assert Screen(TODAY, UTC).show(entry("waves", act=True)) == "10:42 * Ada waves\n"


def test_times_are_local() -> None:
    assert Screen(TODAY, timezone(timedelta(hours=5, minutes=30))).show(entry("x"))[:5] == "16:12"


def test_further_lines_are_indented_so_that_no_message_looks_like_two() -> None:
    shown = Screen(TODAY, UTC).show(entry("one\n10:43 Bob: two\n\n\tthree"))
    assert shown == "10:42 Ada: one\n      10:43 Bob: two\n      \n          three\n"


def test_a_day_line_stands_where_the_day_changes() -> None:
    screen = Screen(TODAY, UTC)
    times = ["2026-03-09T23:59:00Z", "2026-03-14T00:00:00Z", "2026-03-14T00:01:00Z"]
    assert [screen.show(entry("x", time=time)).splitlines()[0] for time in times] == [
        "— Monday, 9 March 2026 —",
        "— Saturday, 14 March 2026 —",
        "00:01 Ada: x",
    ]


def test_the_room_stands_before_each_message_where_there_are_several() -> None:
    assert Screen(TODAY, UTC, rooms=True).show(entry("x")) == "[lobby] 10:42 Ada: x\n"


def test_colours_are_for_the_nick_only_and_always_the_same() -> None:
    screen = Screen(TODAY, UTC, colours=True)
    shown = screen.show(entry("hello"))
    assert shown.startswith("10:42 \x1b[1;3")
    assert shown.endswith("mAda\x1b[0m: hello\n")
    assert screen.show(entry("hello")) == shown


def test_what_others_wrote_cannot_steer_the_terminal() -> None:
    hostile = entry("\x1b]0;title\x07\rx\u202ey", "\x1b[31mEve\n", room="\x9bm", time="\x1b[2J")
    shown = Screen(TODAY, UTC, rooms=True).show(hostile)
    assert shown == (r"[\x9bm] --:-- \x1b[31mEve\n: \x1b]0;title\x07\rx\u202ey" + "\n")


@pytest.mark.parametrize("time", ["", "yesterday", None, 5, "0001-01-01T00:00:00+14:00"])
def test_a_time_that_is_none_is_shown_as_such(time: object) -> None:
    assert Screen(TODAY, UTC).show(entry("x", time=time)) == "--:-- Ada: x\n"


def test_nobody_is_unknown() -> None:
    assert Screen(TODAY, UTC).show(entry("x", nick="")) == "10:42 <unknown>: x\n"
    assert Screen(TODAY, UTC).show(entry("x", nick=None)) == "10:42 <unknown>: x\n"


def test_other_kinds_are_left_out_for_people_and_kept_for_scripts() -> None:
    reaction = entry("x", kind="reaction")
    assert Screen(TODAY, UTC).show(reaction) == ""
    assert JsonScreen().show(reaction).count("\n") == 1
