"""What a request says, read with a sentence for what is wrong."""

from __future__ import annotations

import math
from urllib.parse import parse_qsl

import falcon
import falcon.testing
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.errors import BadInput
from appliance.feed.scope import PUBLIC, Scope
from appliance.web.params import (
    MAX_FIELDS,
    MAX_LEVELS,
    MAX_ROOMS,
    amount,
    fields,
    flag,
    json_object,
    rooms,
)


def named(name: str, held: Scope) -> str:
    return name


def test_a_poll_is_for_some_rooms_or_all() -> None:
    held = PUBLIC.further({"@ab"})
    assert rooms("*", named, held) == held
    assert rooms("lobby,tea,lobby", named, held) == Scope.of({"lobby", "tea"})
    assert rooms("lobby,@ab,@cd", named, held) == Scope.of({"lobby", "@ab"})
    many = rooms(",".join(f"r{number}" for number in range(MAX_ROOMS)), named, held)
    assert len(many.rooms) == MAX_ROOMS


def test_rooms_are_counted_before_any_is_looked_at() -> None:
    with pytest.raises(BadInput, match="at most 100 rooms"):
        rooms(",".join(["/"] * (MAX_ROOMS + 1)), named, PUBLIC)


def form(body: bytes) -> dict[str, str]:
    environ = falcon.testing.create_environ(method="POST", body=body)
    return dict(fields(falcon.Request(environ)))


@given(st.lists(st.sampled_from([*"=&+%aE4é", "%41", "%c3%a9", "name="]), max_size=12))
def test_a_form_is_read_as_the_standard_library_reads_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        expected = dict(parse_qsl(text, keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        with pytest.raises(BadInput, match="not valid UTF-8"):
            form(text.encode())
    else:
        assert form(text.encode()) == expected


@pytest.mark.parametrize(
    ("start", "end"), [(b"[", b"]"), (b'{"a":1,"b":', b"}"), (b"[0,[],", b"]")]
)
def test_json_has_so_many_levels_on_every_python(start: bytes, end: bytes) -> None:
    def nested(levels: int) -> bytes:
        return b'{"a":%b{}%b}' % (start * (levels - 2), end * (levels - 2))

    assert json_object(nested(MAX_LEVELS))
    with pytest.raises(BadInput, match="nested too deeply"):
        json_object(nested(MAX_LEVELS + 1))


@pytest.mark.parametrize("body", [b"message=%ff", b"message=\xff", b"%c3=a"])
def test_a_form_that_is_no_text_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput, match="not valid UTF-8"):
        form(body)


def test_a_form_of_many_fields_is_refused() -> None:
    assert len(form(b"&".join(b"f%d=" % number for number in range(MAX_FIELDS)))) == MAX_FIELDS
    with pytest.raises(BadInput, match="more than 20 fields"):
        form(b"&" * MAX_FIELDS)


def test_a_flag_is_true_or_false_and_nothing_else() -> None:
    said = {"a": True, "b": "true", "c": False, "d": "false"}
    assert [flag(said, name) for name in "abcde"] == [True, True, False, False, False]
    odds: list[object] = [1, 0, None, "yes", "True", "", [], {}]
    for odd in odds:
        with pytest.raises(BadInput, match="must be true or false"):
            flag({"a": odd}, "a")


def test_an_amount_is_a_number_or_its_digits() -> None:
    assert [amount({"a": value}, "a", 7) for value in (60, 0.5, "90")] == [60, 0.5, 90]
    assert amount({}, "a", 7) == 7
    odds: list[object] = [True, None, "-1", "1e3", "9" * 40, "", "\u0663", math.inf, math.nan, []]
    for odd in odds:
        with pytest.raises(BadInput, match="must be a number"):
            amount({"a": odd}, "a", 7)
