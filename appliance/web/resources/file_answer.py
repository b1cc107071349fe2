"""A file as an answer, all of it or a part, such that it is harmless wherever it is opened."""

from __future__ import annotations

import os
from typing import BinaryIO, Final, NamedTuple

import falcon

from appliance.errors import Problem
from appliance.media.name import disposition
from appliance.web import params
from appliance.web.byte_range import ByteRange, part_of
from appliance.web.server.file_part import FilePart

POLICY: Final = "sandbox; default-src 'none'"
"""Also where one opens it by itself it runs nothing, loads nothing, and is nobody's origin."""


class NoSuchRange(Problem):
    """A part is asked for that the file does not have."""

    status = 416
    title = "Not a part of the file"


class Shown(NamedTuple):
    """What is told of a file. `content` is the same for the same bytes; `inline` says whether it
    may be shown where it is.
    """

    type: str
    name: str
    content: str
    inline: bool


def send(
    req: falcon.Request,
    resp: falcon.Response,
    opened: BinaryIO,
    about: Shown,
) -> None:
    """Answer with `opened`, which is the answer's from here on. Caches keep it, and ask each time
    whether it is still to be read.
    """
    try:
        size = os.fstat(opened.fileno()).st_size
        tag = f'"{about.content}"'
        resp.set_header("ETag", tag)
        resp.set_header("Accept-Ranges", "bytes")
        resp.set_header("Cache-Control", "private, no-cache")
        resp.set_header("Content-Security-Policy", POLICY)
        shown = about.inline and params.text(req, "download") is None
        resp.set_header("Content-Disposition", disposition(about.name, inline=shown))
        if tag in (req.get_header("If-None-Match") or ""):
            resp.status = falcon.HTTP_304
            return
        resp.content_type = about.type
        part = _part(req, resp, tag, size)
        resp.content_length = part.length
        if req.method != "HEAD":
            resp.stream = FilePart(opened, part.offset, part.length)
    finally:
        if resp.stream is None:
            opened.close()


def _part(req: falcon.Request, resp: falcon.Response, tag: str, size: int) -> ByteRange:
    wanted = req.get_header("Range")
    condition = req.get_header("If-Range")
    if wanted is None or (condition is not None and condition != tag):
        return ByteRange(0, size)
    part = part_of(wanted, size)
    if part is None:
        resp.set_header("Content-Range", f"bytes */{size}")
        raise NoSuchRange("file-range")
    if part != ByteRange(0, size):
        resp.status = falcon.HTTP_206
        last = part.offset + part.length - 1
        resp.set_header("Content-Range", f"bytes {part.offset}-{last}/{size}")
    return part
