"""Which files a message has, and who may read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, Final

from appliance.chat.files.looking import look, small_picture
from appliance.errors import BadInput, Problem
from appliance.feed.contract import OURSELVES, Feed, Reader
from appliance.feed.depot.depot import Depot
from appliance.feed.depot.stored import FileUnknown, StoredFile
from appliance.feed.scope import EVERYTHING, Scope

MOST: Final = 20
"""Files of one message."""

_ID: Final = re.compile(r"[0-9a-f]{32}")


class Attaching:
    """Of files in `depot` to messages in `feed`.

    Who knows the id of a file that no message has is who sent it: it is as long as a secret. Once a
    message has it everybody knows it who may read that, and may send it on, as they could the file.
    """

    def __init__(self, depot: Depot, feed: Feed) -> None:
        self._depot = depot
        self._feed = feed

    @contextmanager
    def wanted(
        self, value: object, scope: Scope, reader: Reader = OURSELVES
    ) -> Iterator[Sequence[dict[str, Any]]]:
        """The files that somebody names, as the message is to tell them: they stay meanwhile.
        Raises BadInput, FileUnknown, FileUnfinished and StorageProblem.
        """
        ids = _ids(value)
        if not ids:
            yield ()
            return
        self._check_readable(ids, scope, reader)
        for kept in self._depot.find(ids):
            if not kept.whole:  # all of it may have come, and the server was killed then
                self._depot.finish(kept.id, look)
        with self._depot.pinned(ids) as files:
            yield [told(kept) for kept in files]

    def read(
        self, id_: str, scope: Scope, reader: Reader = OURSELVES, *, thumbnail: bool = False
    ) -> tuple[StoredFile, BinaryIO]:
        """A file that an entry of `scope` has, or its small picture. Raises FileUnknown."""
        check_id(id_)
        if not self._feed.files([id_], scope, reader).get(id_):
            raise FileUnknown("file-unknown")
        return self._depot.read(id_, thumbnail=thumbnail)

    def set_thumbnail(self, id_: str, picture: bytes) -> None:
        """Give a file that no message has yet its small picture. Raises FileUnknown, BadInput."""
        check_id(id_)
        self._depot.set_thumbnail(id_, picture, small_picture)

    def let_go(self, files: Sequence[Any]) -> None:
        """A message that had these was taken back. What goes wrong with that is no matter of the
        message: it is tried again.
        """
        if files:
            with suppress(Problem):
                self._depot.let_go([file["id"] for file in files])

    def _check_readable(self, ids: Sequence[str], scope: Scope, reader: Reader) -> None:
        known = self._feed.files(ids, EVERYTHING, reader)
        readable = self._feed.files(list(known), scope, reader) if known else {}
        if not all(readable.get(id_) for id_ in known):
            raise FileUnknown("file-unknown")


def told(kept: StoredFile) -> dict[str, Any]:
    """A file as an entry has it."""
    size = {"width": kept.width, "height": kept.height} if kept.width and kept.height else {}
    small = {"thumbnail": True} if kept.thumbnail else {}
    unsure = {} if kept.sure else {"unsure": True}
    about = {"id": kept.id, "name": kept.name, "type": kept.type, "size": kept.size}
    return {**about, **size, **small, **unsure}


def check_id(id_: str) -> None:
    """Raise FileUnknown for what is no file's id."""
    if not _ID.fullmatch(id_):
        raise FileUnknown("file-unknown")


def _ids(value: object) -> list[str]:
    """As JSON has them, or with commas between them, as forms do; each once."""
    ids = value.split(",") if isinstance(value, str) else value
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise BadInput("files-not-ids")
    ids = list(dict.fromkeys(one.strip() for one in ids if one.strip()))
    if len(ids) > MOST:
        raise BadInput("files-many", most=MOST)
    for one in ids:
        check_id(one)
    return ids
