"""One file as it is sent: whole or packed, or not at all to one who has it."""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final

import falcon

KEPT: Final = "no-cache"
"""May be kept, and is asked for before each use whether it still holds."""

KEPT_FOR_A_DAY: Final = "public, max-age=86400"
"""For what matters little, and is asked for by itself."""

KEPT_FOR_EVER: Final = "public, max-age=31536000, immutable"
"""For names that will never mean anything else."""

_TYPES: Final = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
"""By the end of the name; the system's own table takes 15 ms to read, and may say anything."""

_PACKED: Final = ("text/", "image/svg+xml", "application/manifest+json")
"""Types that get smaller; pictures are packed already."""

_NOT: Final = re.compile(r"q=0(\.0*)?")


class Asset:
    """One file."""

    def __init__(self, data: bytes, kind: str) -> None:
        self.data = data
        self.type = kind
        self.tag = hashlib.sha256(data).hexdigest()[:16]

    @classmethod
    def read(cls, path: Path) -> Asset:
        return cls(path.read_bytes(), _type(path.suffix))

    @classmethod
    def made(cls, name: str, text: str) -> Asset:
        """One that is in no file, of the type that its name says."""
        return cls(text.encode(), _type(PurePosixPath(name).suffix))

    @property
    def text(self) -> str:
        return self.data.decode()

    @cached_property
    def packed(self) -> bytes | None:
        """The same for who takes gzip; None where that would not make it smaller.

        Made when it is first asked for, in 1 ms or less (jQuery: 5 ms), and not at the start, where
        all of them would take 25 ms. By gzip only: browsers offer Brotli and Zstandard over TLS
        alone, which this program does not speak, and they would save a tenth of what is left.
        """
        if not self.type.startswith(_PACKED):
            return None
        packed = gzip.compress(self.data, mtime=0)
        return packed if len(packed) < len(self.data) else None

    def send(self, req: falcon.Request, resp: falcon.Response, kept: str) -> None:
        """Answer with the file, or 304 to one who has it; `kept` says for how long it holds."""
        packed = self.packed if _takes_gzip(req.env.get("HTTP_ACCEPT_ENCODING", "")) else None
        resp.set_header("Cache-Control", kept)
        resp.content_type = self.type
        resp.etag = self.tag if packed is None else f"{self.tag}-gzip"
        if self.type.startswith(_PACKED):
            resp.set_header("Vary", "Accept-Encoding")
        if self._is_known(req.env.get("HTTP_IF_NONE_MATCH", "")):
            resp.status = falcon.HTTP_304
        elif packed is None:
            resp.data = self.data
        else:
            resp.set_header("Content-Encoding", "gzip")
            resp.data = packed

    def _is_known(self, tags: str) -> bool:
        """Whether an If-None-Match names this file, packed or not (RFC 9110, 13.1.2). Only our own
        tags are looked for: making an object of each of 5,000 takes 12 ms.
        """
        ours = (f'"{self.tag}"', f'"{self.tag}-gzip"')
        return tags.strip() == "*" or any(tag in tags for tag in ours)


def _type(suffix: str) -> str:
    kind = _TYPES.get(suffix, "application/octet-stream")
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding has it, and not with the weight 0 (RFC 9110, 12.5.3)."""
    for part in accepted.lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() == "gzip":
            return _NOT.fullmatch(weight.strip()) is None
    return False
