"""The path of a request as it was typed: where relative links lead from there is seen before any
code in it is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

import falcon

from appliance.web.server.codes import decoded

_RAW: Final = "RAW_URI"


def typed_path(req: falcon.Request) -> str:
    """The path with its codes; other servers than ours may not tell it."""
    return str(req.env.get(_RAW) or quote(req.path)).partition("?")[0]


def read(typed: str) -> str:
    """What is meant by a path, or a part of one, that was `typed`."""
    return decoded(typed.encode()).decode(errors="replace")


def take_off(req: falcon.Request, parts: int) -> None:
    """Let the path of `req` begin behind so many parts."""
    rest = rest_of(typed_path(req), parts)
    req.env[_RAW] = rest
    req.path = read(rest)


def rest_of(typed: str, parts: int) -> str:
    """The path that begins behind so many parts of `typed`."""
    return f"/{typed.split('/', parts + 1)[-1]}"


def plain(parts: Iterable[str]) -> list[str]:
    """What is meant by the parts of a path: without empty ones, and where the dots lead."""
    meant: list[str] = []
    for part in parts:
        dots = read(part)
        if dots == "..":
            del meant[-1:]
        elif dots not in ("", "."):
            meant.append(part)
    return meant
