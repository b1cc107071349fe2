"""What can go wrong, as data: each problem has an HTTP status and a title, a name of its own, and
values; `sentences.json` has for each name the sentence that says it.

The sentence says what happened and what to do. It is written for the person who reads it,
in a terminal or a page, so it never holds a stack trace, a path of the code or a class name. A page
in another language says the same name and values in its own words.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Final, TypeAlias

SENTENCES: Final[Mapping[str, str]] = json.loads(
    Path(__file__).with_name("sentences.json").read_text("utf-8")
)
"""By the problems' names, which are for all times: clients may rely on them. Read at start, for the
file may be replaced by another version's."""

_VALUE: Final = re.compile(r"\{(\w+)\}")

Value: TypeAlias = str | float | Mapping[str, Any]
"""Of another problem its `code` and `values`, as it is told."""


class Problem(Exception):
    """Something went wrong that somebody outside can understand and act on."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong"
    retry_after: float = 1
    """Seconds after which to try again, where the status says that this may help."""
    place: str = ""
    """Where in what was given, to be said before the sentence."""

    def __init__(self, name: str, /, **values: object) -> None:
        """Numbers among the `values` are amounts; those of ports and the like are given as text.
        None has words of ours: what would be said otherwise in another language has a name, be it
        that of another problem, which is a value as well. The system's words stay what they are.
        """
        super().__init__(name)
        self.name = name
        self.values = {key: _plain(value) for key, value in values.items()}

    def __str__(self) -> str:
        return self.description

    @property
    def description(self) -> str:
        """The sentence, in English."""
        return self.place + sentence(self.name, self.values)

    def told(self) -> dict[str, Any]:
        """All of it, as the JSON that tells a client."""
        return {"title": self.title, "description": self.description, **self.named()}

    def named(self) -> dict[str, Any]:
        """The same without words."""
        return {"code": self.name, "values": self.values}


def sentence(name: str, values: Mapping[str, Value]) -> str:
    """How the problem `name` with these values is said."""
    words = SENTENCES.get(name, name)  # rather no words than nothing to be heard of the problem
    return _VALUE.sub(lambda found: _said(values[found[1]]), words)


def _plain(value: object) -> Value:
    if isinstance(value, Problem):
        return value.named()
    return value if isinstance(value, int | float | Mapping) else str(value)


def _said(value: Value) -> str:
    if isinstance(value, Mapping):
        return sentence(value["code"], value["values"])
    return value if isinstance(value, str) else f"{value:,}"


class BadInput(Problem):
    """The request itself cannot be accepted; sending it again will not help."""

    status = 400
    title = "The request is not right"


class TooLong(Problem):
    """Something in the request is longer than the limit."""

    status = 413
    title = "Too long"


class Refused(Problem):
    """The request is understood, and not allowed."""

    status = 403
    title = "Not allowed"


class TooManyRooms(Problem):
    """Somebody named one room more than the limit allows."""

    status = 409
    title = "Too many rooms"


class TooSoon(Problem):
    """Somebody does something more often than they may: again after so many seconds, which the
    sentence says too.
    """

    status = 429
    title = "Too soon"

    def __init__(self, name: str, /, *, seconds: float, **values: object) -> None:
        self.retry_after = max(1, math.ceil(seconds))
        super().__init__(name, seconds=self.retry_after, **values)


class KeyTaken(Problem):
    """What came has the key of something else of the same sender; it was not stored."""

    status = 409
    title = "The key is taken"


class OtherChat(Problem):
    """What came was written for another chat, at this address before; it was not stored."""

    status = 409
    title = "Another chat"


class StorageProblem(Problem):
    """The log cannot be read or written just now. What was acknowledged is safe."""

    status = 503
    title = "The chat cannot store messages right now"


class StorageFull(StorageProblem):
    """No space is left for the log."""

    status = 507
    title = "The disk is full"


class StorageBusy(StorageProblem):
    """More messages wait to be stored than the queue holds, or the log is locked."""

    title = "The chat is busy"


class StorageUnusable(StorageProblem):
    """The log cannot be opened at all; at start this ends the program with its sentence."""


class NotWritten(Problem):
    """A file that was asked for cannot be written; what was there before is as it was."""

    title = "Not written"


class Starting(Problem):
    """The program cannot start as it was asked to."""

    title = "The chat cannot start"
