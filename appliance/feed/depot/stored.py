"""A file as the depot knows it, and what can be wrong with one."""

from __future__ import annotations

from typing import NamedTuple

from appliance.errors import Problem, StorageFull, StorageProblem, TooLong


class FilesTrouble(StorageProblem):
    """Files cannot be kept or read just now. What was said is not touched by that."""

    title = "The chat cannot keep files right now"


class FilesFull(StorageFull):
    """No room is left for a file: of a member's share, of that of all, or of the disk."""

    title = "No room for the file"


class FileTooLarge(TooLong):
    """A file is larger than one may be."""


class FileUnknown(Problem):
    """There is no such file, or none that may be read."""

    status = 404
    title = "No such file"


class FileUnfinished(Problem):
    """A file is to be used that has not come as a whole."""

    status = 409
    title = "The file is not there yet"


class NewFile(NamedTuple):
    """One that is to come: `member` is whose share it takes, `length` so many bytes, None where
    that is not known before its end. With `original` nothing is cut out of it. `claim` is its width
    and height by who sends it.
    """

    id: str
    member: str
    name: str
    length: int | None
    original: bool = False
    claim: tuple[int, int] = (0, 0)


class Look(NamedTuple):
    """What a file is by its bytes. Of what is no picture width and height are 0; `sure` says that
    what was to be cut out was found.
    """

    type: str
    family: str
    inline: bool = False
    width: int = 0
    height: int = 0
    changed: bool = False
    sure: bool = True


class StoredFile(NamedTuple):
    """One that came, or is coming: until it is whole `place` is empty.

    `made` is when it was begun, and then when it was whole (seconds since 1970). `place` and
    `thumbnail` are the names of contents.
    """

    id: str
    member: str
    made: float
    name: str
    length: int | None
    original: bool
    width: int
    height: int
    place: str = ""
    size: int = 0
    type: str = ""
    family: str = ""
    inline: bool = False
    sure: bool = True
    thumbnail: str = ""
    thumbnail_type: str = ""

    @property
    def whole(self) -> bool:
        return bool(self.place)
