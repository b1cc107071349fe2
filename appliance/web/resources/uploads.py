"""`/uploads`: a file comes in as many requests as it takes (tus 1.0, https://tus.io/protocols)."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final

import falcon

from appliance.chat.chat import Chat
from appliance.chat.files.attaching import check_id
from appliance.chat.files.looking import look
from appliance.chat.files.receiver import new_id
from appliance.errors import BadInput, Problem, TooLong
from appliance.feed.depot.depot import Depot
from appliance.feed.depot.stock import DAY
from appliance.feed.depot.stored import FileUnknown, NewFile, StoredFile
from appliance.feed.depot.writing import ALGORITHMS, Checked, FileWriting
from appliance.feed.numbers import DIGITS
from appliance.media.name import shown
from appliance.web.access.caller import Caller
from appliance.web.resources.uploader import uploader
from appliance.web.streaming import incoming, streamed

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,termination,expiration,checksum"
STREAM: Final = "application/offset+octet-stream"


class OtherVersion(Problem):
    """The client speaks another version of tus, or none."""

    status = 412
    title = "Not tus 1.0"


class OtherKind(BadInput):
    """What comes is not called what tus calls it."""

    status = 415
    title = "Not a piece of an upload"


class OtherOffset(Problem):
    """The client goes on at another place than where the file ends."""

    status = 409
    title = "Not where the file ends"


class Uploads:
    """Where one begins."""

    def __init__(self, chat: Chat, depot: Depot) -> None:
        self._chat = chat
        self._depot = depot

    def on_options(self, req: falcon.Request, resp: falcon.Response) -> None:
        _say(
            resp,
            tus_version=VERSION,
            tus_extension=EXTENSIONS,
            tus_max_size=self._depot.limits.file,
            tus_checksum_algorithm=",".join(ALGORITHMS),
            allow="POST, OPTIONS",
        )

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        _check_version(req, resp)
        caller: Caller = req.context.caller
        member = uploader(caller, self._chat, {})
        length = _number(req, "Upload-Length", "upload-length")
        about = _metadata(req.get_header("Upload-Metadata") or "")
        claim = _amount(about.get("width")), _amount(about.get("height"))
        name = shown(about.get("filename") or about.get("name") or "")
        new = NewFile(new_id(), member, name, length, "original" in about, claim)
        kept = self._depot.begin(new)
        if not length:
            self._depot.finish(kept.id, look)
        resp.status = falcon.HTTP_201
        resp.set_header("Location", f"uploads/{kept.id}")
        _say(resp, upload_expires=_expires(kept))


class Upload:
    """One, until a message has the file."""

    def __init__(self, depot: Depot) -> None:
        self._depot = depot

    def on_head(self, req: falcon.Request, resp: falcon.Response, upload: str) -> None:
        _check_version(req, resp)
        kept, at = self._came(upload)
        words = {"filename": kept.name} | ({"original": "1"} if kept.original else {})
        told = ",".join(f"{key} {b64encode(word.encode()).decode()}" for key, word in words.items())
        resp.set_header("Cache-Control", "no-store")
        _say(resp, upload_offset=at, upload_length=kept.length, upload_metadata=told)
        _say(resp, upload_expires=_expires(kept))

    @streamed
    def on_patch(self, req: falcon.Request, resp: falcon.Response, upload: str) -> None:
        _check_version(req, resp)
        if (req.content_type or "").partition(";")[0].strip().lower() != STREAM:
            raise OtherKind("upload-kind", kind=STREAM)
        offset = _number(req, "Upload-Offset", "upload-offset-missing")
        kept, at = self._came(upload)
        _check_offset(resp, offset, at)
        if offset + (req.content_length or 0) > (kept.length or 0):
            raise TooLong("upload-too-long")
        if not kept.whole:
            with self._depot.written(upload) as writing:
                _check_offset(resp, offset, writing.at)
                _take(req, writing)
            at = writing.at
            if at == kept.length:
                self._depot.finish(upload, look)
        resp.status = falcon.HTTP_204
        _say(resp, upload_offset=at, upload_expires=_expires(kept))

    def on_delete(self, req: falcon.Request, resp: falcon.Response, upload: str) -> None:
        _check_version(req, resp)
        check_id(upload)
        self._depot.take_back(upload)
        resp.status = falcon.HTTP_204

    def _came(self, upload: str) -> tuple[StoredFile, int]:
        try:
            check_id(upload)
            return self._depot.came(upload)
        except FileUnknown:
            raise FileUnknown("upload-unknown") from None


def _take(req: falcon.Request, writing: FileWriting) -> None:
    """What comes, behind what is there; with a checksum all of it or nothing."""
    wanted = req.get_header("Upload-Checksum")
    if wanted is None:
        incoming(req).pour(writing.write)
        return
    algorithm, _, digest = wanted.strip().partition(" ")
    checked = Checked(writing, algorithm, _decoded(digest.strip()))
    whole = False
    try:
        incoming(req).pour(checked.write)
        whole = True
    finally:
        checked.settle(whole=whole)


def _check_version(req: falcon.Request, resp: falcon.Response) -> None:
    _say(resp)
    if req.get_header("Tus-Resumable") != VERSION:
        resp.set_header("Tus-Version", VERSION)
        raise OtherVersion("upload-version", version=VERSION)


def _check_offset(resp: falcon.Response, offset: int, at: int) -> None:
    if offset != at:
        _say(resp, upload_offset=at)
        raise OtherOffset("upload-offset")


def _number(req: falcon.Request, header: str, missing: str) -> int:
    value = req.get_header(header) or ""
    if not (value.isascii() and value.isdigit() and len(value) <= DIGITS):
        raise BadInput(missing)
    return int(value)


def _amount(value: str | None) -> int:
    known = value is not None and value.isascii() and value.isdigit() and len(value) <= DIGITS
    return int(value) if known and value is not None else 0


def _metadata(value: str) -> Mapping[str, str]:
    pairs = (pair.strip().partition(" ") for pair in value.split(",") if pair.strip())
    try:
        return {name: _decoded(told).decode() for name, _, told in pairs}
    except UnicodeDecodeError:
        raise BadInput("upload-metadata") from None


def _decoded(value: str) -> bytes:
    try:
        return b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("upload-metadata") from None


def _expires(kept: StoredFile) -> str:
    return format_datetime(datetime.fromtimestamp(kept.made + DAY, UTC), usegmt=True)


def _say(resp: falcon.Response, **headers: object) -> None:
    """Also where it is refused: the headers of tus."""
    resp.set_header("Tus-Resumable", VERSION)
    for name, value in headers.items():
        if value is not None:
            resp.set_header(name.replace("_", "-"), str(value))
