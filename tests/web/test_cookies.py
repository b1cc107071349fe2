from __future__ import annotations

import falcon
import falcon.testing
import pytest

from appliance.web.cookies import LONGEST, MOST, values
from tests.growth import growth


def read(header: str, name: str = "member") -> list[str]:
    environ = falcon.testing.create_environ(headers={"Cookie": header})
    return values(falcon.Request(environ), name)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("member=a", ["a"]),
        ("other=x; member=a; more=y", ["a"]),
        ("member=a;member=b ; member=", ["a", "b", ""]),
        ("member=a=b", ["a=b"]),
        ("Member=a; xmember=b; member2=c; member", [""]),
        ('member="a"', ['"a"']),
        ("", []),
        (";;=;", []),
    ],
)
def test_the_values_of_one_name_are_read_in_their_order(header: str, found: list[str]) -> None:
    assert read(header) == found


def test_a_request_without_cookies_has_none() -> None:
    assert values(falcon.Request(falcon.testing.create_environ()), "member") == []


def test_what_is_too_long_or_too_much_to_be_ours_is_passed_over() -> None:
    assert read(f"member={'x' * (LONGEST + 1)}; member=a") == ["a"]
    assert read("; ".join(f"member={number}" for number in range(100))) == [
        str(number) for number in range(MOST)
    ]


@pytest.mark.parametrize("value", ['"{}"', "{}", 'other="{}"; member=a'])
@pytest.mark.parametrize("piece", ["\\\\", "\\1", '"', ";", "=", "; member=x"])
def test_reading_takes_time_in_proportion_to_the_header(value: str, piece: str) -> None:
    # The standard library's own reading grew sixteenfold here: 0.4 s of everybody's time.
    assert growth(lambda size: read("member=" + value.format(piece * size)), 8_000) < 8
