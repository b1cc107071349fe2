"""Files as they come in one request, one behind the other, in a thread."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from typing import Final

from appliance.chat.files.attaching import MOST
from appliance.errors import BadInput, Problem, TooLong
from appliance.feed.depot.arrivals import Arrivals
from appliance.feed.depot.stored import NewFile
from appliance.feed.depot.writing import FileWriting
from appliance.media.name import shown

MOST_WORDS: Final = 64 * 1024
"""Bytes of all fields beside the files, as of any other form."""


def new_id() -> str:
    """For a file: as long as a secret, for until a message has it, it is one."""
    return secrets.token_hex(16)


def same_id(token: str, key: str, at: int, name: str, sha256: str) -> str:
    """As `new_id`, but the same whenever whoever has the token sends the same file again under the
    same key, as the one `at` that place.
    """
    words = ("file", token, key, str(at), name, sha256)
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:32]


class Receiver:
    """Takes a form's parts (`multipart.Taker`), or a single file. `ids` are those that came, and
    `fields` what the form says beside them.
    """

    def __init__(self, arrivals: Arrivals, member: str, *, original: bool) -> None:
        self._arrivals = arrivals
        self._member = member
        self._original = original
        self._writing: FileWriting | None = None
        self._field = ""
        self._words: dict[str, bytearray] = {}
        self.ids: list[str] = []

    @property
    def fields(self) -> dict[str, str]:
        """Raises BadInput for what is no text."""
        try:
            return {name: bytes(words).decode() for name, words in self._words.items()}
        except UnicodeDecodeError:
            raise BadInput("form-not-utf8") from None

    def begin(self, name: str, filename: str | None) -> None:
        if filename is None:
            self._field = name
            self._words[name] = bytearray()
        else:
            self.begin_file(filename, None)

    def begin_file(self, name: str, length: int | None) -> None:
        if len(self.ids) == MOST:
            raise BadInput("files-many", most=MOST)
        new = NewFile(new_id(), self._member, shown(name), length, self._original)
        self._arrivals.begin(new)
        self.ids.append(new.id)
        self._writing = self._arrivals.open(new.id)

    def write(self, piece: memoryview) -> None:
        if self._writing is not None:
            self._writing.write(piece)
            return
        if sum(map(len, self._words.values())) + len(piece) > MOST_WORDS:
            raise TooLong("body-too-long", most=MOST_WORDS)
        self._words[self._field] += piece

    def end(self) -> None:
        writing, self._writing = self._writing, None
        if writing is not None:
            self._arrivals.close(self.ids[-1], writing)

    def give_up(self) -> None:
        """Nothing of it is to stay."""
        with suppress(Problem):
            self.end()
        for id_ in self.ids:
            with suppress(Problem):
                self._arrivals.take_back(id_)
