"""`GET /` and `/static/…`: the page, from memory."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import falcon

from appliance.web.access.session import Session

_HEAD_END: Final = b"</head>"
_SCRIPT: Final = re.compile(rb'<script src="/static/([^"]+)"')
"""A script that is no module."""

_TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    data: bytes
    type: str
    etag: str

    @classmethod
    def read(cls, path: Path) -> Asset:
        data = path.read_bytes()
        kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
        if kind is None:
            kind = "application/octet-stream"
        if kind.startswith("text/"):
            kind += "; charset=utf-8"
        return cls.of(data, kind)

    @classmethod
    def of(cls, data: bytes, kind: str) -> Asset:
        return cls(data, kind, hashlib.sha256(data).hexdigest()[:16])

    def with_modules(self, paths: Iterable[str]) -> Asset:
        """The same with a word about each of these modules: a browser asks for all of them at
        once, instead of for each when it has read who imports it.
        """
        scripts = {found.decode() for found in _SCRIPT.findall(self.data)}
        links = "".join(
            f'  <link rel="modulepreload" href="/static/{path}">\n'
            for path in paths
            if path.startswith("js/") and path not in scripts
        )
        data = self.data.replace(_HEAD_END, links.encode() + _HEAD_END, 1)
        return Asset.of(data, self.type)

    def send(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Answer with the file, or 304 to one who has it."""
        resp.etag = self.etag
        resp.set_header("Cache-Control", "no-cache")
        resp.content_type = self.type
        if self._is_known(req.env.get("HTTP_IF_NONE_MATCH", "")):
            resp.status = falcon.HTTP_304
        else:
            resp.data = self.data

    def _is_known(self, tags: str) -> bool:
        """Whether an If-None-Match names this file (RFC 9110, 13.1.2). Only our own tag is looked
        for: making an object of each of 5,000 takes 12 ms.
        """
        return tags.strip() == "*" or f'"{self.etag}"' in tags


def assets(folder: Path) -> dict[str, Asset]:
    """Every file below `folder`, by its path with `/`."""
    return {path.relative_to(folder).as_posix(): Asset.read(path) for path in _files(folder)}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


class Page:
    """The page itself; whoever opens it becomes a member."""

    def __init__(self, page: Asset, session: Session) -> None:
        self._page = page
        self._session = session

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        self._session.greet(req, resp)
        self._page.send(req, resp)

    on_head = on_get


class Static:
    """The page's parts."""

    def __init__(self, files: dict[str, Asset]) -> None:
        self._files = files

    def on_get(self, req: falcon.Request, resp: falcon.Response, path: str) -> None:
        asset = self._files.get(path)
        if asset is None:
            raise falcon.HTTPNotFound
        asset.send(req, resp)

    on_head = on_get
