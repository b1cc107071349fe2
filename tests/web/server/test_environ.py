"""A request as PEP 3333 wants it."""

from __future__ import annotations

import pytest

from appliance.web.server.environ import LONGEST_NAME, environ
from appliance.web.server.refusals import BadTarget
from appliance.web.server.request import Request


def of(target: bytes, *headers: tuple[bytes, bytes]) -> dict[str, object]:
    return environ(Request("GET", target, list(headers), "1.1", False, b""), {}, "192.0.2.7")


@pytest.mark.parametrize(
    ("target", "path", "typed", "host"),
    [
        (b"/a%20b?c=d", "/a b", "/a%20b", None),
        (b"/a%2Fb", "/a/b", "/a%2Fb", None),
        (b"/%%41%4%zz%", "/%A%4%zz%", "/%%41%4%zz%", None),
        (b"http://den/a?c=d", "/a", "/a", "den"),
        (b"HTTP://den:80", "/", "/", "den:80"),
        (b"https://[::1]:8080/", "/", "/", "[::1]:8080"),
    ],
)
def test_a_target_is_a_path_or_an_address(
    target: bytes, path: str, typed: str, host: str | None
) -> None:
    env = of(target)
    assert (env["PATH_INFO"], env["RAW_URI"], env.get("HTTP_HOST")) == (path, typed, host)


@pytest.mark.parametrize("target", [b"den/a", b"ftp://den/a", b"http:///a", b"http://[::1/a", b"*"])
def test_anything_else_is_no_target(target: bytes) -> None:
    with pytest.raises(BadTarget):
        of(target)


def test_a_header_with_a_name_without_end_is_left_out_and_not_remembered() -> None:
    env = of(b"/", (b"x" * (LONGEST_NAME + 1), b"a"), (b"y" * LONGEST_NAME, b"b"))
    assert {name for name in env if name.startswith("HTTP_")} == {"HTTP_" + "Y" * LONGEST_NAME}
