"""What can go wrong, as data: each problem carries its HTTP status, its title and a sentence.

The sentence says what happened and what to do. It is written for the person who reads it,
in a terminal or a page, so it never holds a stack trace, a path of the code or a class name.
"""

from __future__ import annotations

from typing import ClassVar


class Problem(Exception):
    """Something went wrong that somebody outside can understand and act on."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong"
    retry_after: float = 1
    """Seconds after which to try again, where the status says that this may help."""

    def __init__(self, description: str) -> None:
        super().__init__(description)
        self.description = description


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
    """A message named one room more than the limit allows."""

    status = 409
    title = "Too many rooms"


class KeyTaken(Problem):
    """A message came with the key of another one of the same sender; it was not stored."""

    status = 409
    title = "The key is taken"


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
