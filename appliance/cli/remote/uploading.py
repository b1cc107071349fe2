"""A file on its way to a chat, in as many requests as that takes (tus 1.0)."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO, Final

from appliance.cli.remote.client import BLOCK, ChatClient
from appliance.errors import BadInput

TUS: Final = {"Tus-Resumable": "1.0.0"}
PIECE: Final = {**TUS, "Content-Type": "application/offset+octet-stream"}


class FileSending:
    """Of the file at `path`, as it is now. Raises BadInput where it cannot be read. `told` is
    called with the share that was sent.
    """

    def __init__(
        self, client: ChatClient, path: Path, told: Callable[[float], object], *, original: bool
    ) -> None:
        self._client = client
        self._name = path.name
        self._told = told
        self._original = original
        self._place = ""
        try:
            self._file = path.open("rb")
            self._size = os.fstat(self._file.fileno()).st_size
        except OSError as error:
            raise BadInput("file-unreadable", path=path, reason=error.strerror) from None

    def send(self) -> str:
        """Begin, or go on where it was; the file's id once all of it is there. Raises as
        `ChatClient.get`.
        """
        if not self._place:
            self._place = self._begin()
        at = self._offset(self._client.ask("HEAD", self._place, TUS))
        if at < self._size:
            self._file.seek(at)
            rest = _Rest(self._file, self._size - at, lambda left: self._tell(self._size - left))
            size = {"Content-Length": str(self._size - at), "Upload-Offset": str(at)}
            at = self._offset(self._client.ask("PATCH", self._place, {**PIECE, **size}, rest))
        if at != self._size:
            raise self._client.not_a_chat()
        return self._place.rpartition("/")[2]

    def close(self) -> None:
        self._file.close()

    def _begin(self) -> str:
        about = {"filename": self._name} | ({"original": "1"} if self._original else {})
        words = (
            f"{key} {b64encode(value.encode('utf-8', 'replace')).decode()}"
            for key, value in about.items()
        )
        head = {"Upload-Length": str(self._size), "Upload-Metadata": ",".join(words)}
        told = self._client.ask("POST", "/uploads", {**TUS, **head, "Content-Length": "0"})
        id_ = told.get("location", "").rpartition("/")[2]
        if not (id_.isascii() and id_.isalnum()):
            raise self._client.not_a_chat()
        return f"/uploads/{id_}"

    def _offset(self, told: Mapping[str, str]) -> int:
        at = told.get("upload-offset", "")
        if not (at.isascii() and at.isdigit() and int(at) <= self._size):
            raise self._client.not_a_chat()
        return int(at)

    def _tell(self, sent: int) -> None:
        self._told(sent / max(self._size, 1))


class _Rest:
    """So many bytes of a file, also if it grows meanwhile."""

    def __init__(self, file: BinaryIO, size: int, told: Callable[[int], object]) -> None:
        self._file = file
        self._left = size
        self._told = told

    def read(self, most: int = BLOCK, /) -> bytes:
        piece = self._file.read(min(most, self._left))
        self._left -= len(piece)
        self._told(self._left)
        return piece
