"""Reading what a request says, with a sentence for what is wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

import falcon

from appliance.chat.names import EVERY_ROOM
from appliance.errors import BadInput
from appliance.feed.numbers import DIGITS
from appliance.feed.scope import Scope
from appliance.web.server.codes import decoded

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"

MAX_FIELDS: Final = 20
"""Fields in one form."""

MAX_LEVELS: Final = 64
"""Arrays and objects of JSON within each other. How many Python itself takes differs by its
version: 3.14 takes tens of thousands, and whatever looks into them later may not."""

MAX_ROOMS: Final = 100
"""Rooms in one poll; `*` stands for all that the caller may read."""


_FLAGS: Final = {"true": True, "false": False}


class UnsupportedMedia(BadInput):
    status = 415
    title = "Not a form of body this server reads"


def fields(req: falcon.Request) -> Mapping[str, Any]:
    """The fields of a body that is a form or a JSON object, by its Content-Type.

    Without one it is read as a form, as `curl -d` sends it. Raises BadInput.
    """
    kind, body = raw(req)
    if kind == FORM:
        return form(body)
    if kind == JSON:
        return json_object(body)
    raise UnsupportedMedia("body-kind")


def raw(req: falcon.Request) -> tuple[str, bytes]:
    """The kind of a body, in small letters, and the body. Raises BadInput."""
    if (req.get_header("Content-Encoding") or "identity").lower() != "identity":
        raise UnsupportedMedia("body-encoded")
    kind = (req.content_type or FORM).partition(";")[0].strip().lower()
    return kind, req.bounded_stream.read()


def form(body: bytes) -> Mapping[str, str]:
    """The fields as browsers write them; of two with one name the last counts."""
    if body.count(b"&") >= MAX_FIELDS:
        raise BadInput("form-fields", most=MAX_FIELDS)
    pairs = (pair.partition(b"=") for pair in body.split(b"&") if pair)
    try:
        return {_decoded(name): _decoded(value) for name, _, value in pairs}
    except UnicodeDecodeError:
        raise BadInput("form-not-utf8") from None


def _decoded(text: bytes) -> str:
    """A name or a value of a form."""
    return decoded(text.replace(b"+", b" ")).decode()


def json_object(body: bytes) -> Mapping[str, Any]:
    """A JSON object, by nothing an empty one; whole numbers become floats. Raises BadInput."""
    if not body:
        return {}  # many clients name the kind of each body, where there is none too
    try:
        # No field is a number, so none need be exact; int() refuses thousands of digits.
        value = json.loads(body.decode(), parse_int=float)
    except UnicodeDecodeError:
        raise BadInput("json-not-utf8") from None
    except RecursionError:
        raise BadInput("json-too-deep") from None
    except ValueError:
        raise BadInput("json-not-valid") from None
    if _is_deep(value):
        raise BadInput("json-too-deep")
    if not isinstance(value, dict):
        raise BadInput("json-no-object")
    return value


def _is_deep(value: object) -> bool:
    """Whether there is something on a level behind the last that is allowed."""
    level = [value]
    for _ in range(MAX_LEVELS):
        level = [one for outer in level if isinstance(outer, dict | list) for one in _inner(outer)]
        if not level:
            return False
    return any(isinstance(one, dict | list) for one in level)


def _inner(outer: dict[str, Any] | list[Any]) -> Collection[Any]:
    return outer.values() if isinstance(outer, dict) else outer


def flag(said: Mapping[str, Any], name: str) -> bool:
    """The field `name` of a body: JSON's true or false, or these words in a form; False where it is
    missing. Raises BadInput.
    """
    value = said.get(name, False)
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value not in _FLAGS:
        raise BadInput("field-not-flag", name=name)
    return _FLAGS[value]


def amount(said: Mapping[str, Any], name: str, usual: float) -> float:
    """The field `name` of a body as a number, or its digits in a form. Raises BadInput."""
    value = said.get(name, usual)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= DIGITS:
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadInput("field-not-number", name=name)
    return value


def text(req: falcon.Request, name: str) -> str | None:
    """The query's parameter `name`, None where it is missing. Raises BadInput if given twice."""
    values = req.get_param_as_list(name)
    if not values:
        return None
    if len(values) > 1:
        raise BadInput("parameter-twice", name=name)
    return str(values[0])


def whole(req: falcon.Request, name: str, lowest: int, highest: int) -> int | None:
    """The query's parameter `name` as a whole number within bounds; None where it is missing."""
    value = text(req, name)
    if value is None:
        return None
    if not value.isascii() or not value.removeprefix("-").isdigit():
        raise BadInput("parameter-not-whole", name=name)
    if len(value) > DIGITS or not lowest <= int(value) <= highest:
        raise BadInput("parameter-not-between", name=name, lowest=lowest, highest=highest)
    return int(value)


def rooms(value: str, called: Callable[[str, Scope], str], held: Scope) -> Scope:
    """The rooms of a poll, separated by commas, as far as the caller holds them; `*` is all that
    are `held`. `called` finds each by its name, if it is. Raises BadInput or RoomUnknown.
    """
    if value == EVERY_ROOM:
        return held
    # Counted before any is looked at.
    if value.count(",") >= MAX_ROOMS:
        raise BadInput("poll-rooms", most=MAX_ROOMS)
    return held.within(called(name, held) for name in value.split(","))
