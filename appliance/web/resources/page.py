"""`GET /` and `/static/…`: the page, from memory."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import falcon

from appliance.web.session import Session

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
        return cls(data, kind, hashlib.sha256(data).hexdigest()[:16])

    def send(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Answer with the file, or 304 to one who has it."""
        resp.etag = self.etag
        resp.set_header("Cache-Control", "no-cache")
        resp.content_type = self.type
        if any(tag in ("*", self.etag) for tag in req.if_none_match or ()):
            resp.status = falcon.HTTP_304
        else:
            resp.data = self.data


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
