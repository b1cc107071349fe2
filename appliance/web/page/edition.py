"""The page's files under one name that is made of what is in them.

One name for all, and not one for each: modules and styles name each other by relative paths,
which stay right without anything being rewritten, and no page is ever put together from two
versions. After an update everything is loaded anew: docs/measurements.md has how much that is.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from appliance.web.page.asset import Asset

PAGE: Final = "index.html"
_HEAD_END: Final = b"</head>"
_PART: Final = re.compile(rb' (href|src)="static/')
_MODULE: Final = re.compile(rb'<script type="module" src="static/([^"]+)"')
_IMPORT: Final = re.compile(rb"^(?:import|export) [^;]*?'(\.[\w./-]+\.js)';", re.MULTILINE)

Stamp = frozenset[tuple[str, int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """All files at one moment; `page` names the others by `name`."""

    name: str
    files: Mapping[str, Asset]
    page: Asset

    @classmethod
    def of(cls, files: Mapping[str, Asset]) -> Edition:
        """The edition of these files, by their paths with `/`."""
        told = "".join(f"{path} {asset.tag}\n" for path, asset in sorted(files.items()))
        name = hashlib.sha256(told.encode()).hexdigest()[:16]
        page = files[PAGE]
        needed = sorted(_needed(page.data, files))
        return cls(name, files, Asset(_addressed(page.data, name, needed), page.type))


def _needed(page: bytes, files: Mapping[str, Asset]) -> set[str]:
    """The modules of the page, and all that these import: not what one of them asks for later."""
    known: set[str] = set()
    asked = [found.decode() for found in _MODULE.findall(page)]
    while asked:
        path = asked.pop()
        if path in known or path not in files:
            continue
        known.add(path)
        folder = posixpath.dirname(path)
        found = (name.decode() for name in _IMPORT.findall(files[path].data))
        asked += [posixpath.normpath(posixpath.join(folder, name)) for name in found]
    return known


def _addressed(page: bytes, name: str, modules: Iterable[str]) -> bytes:
    """The page with the addresses of this edition, and a word about each of its modules: a browser
    asks for all of them at once, instead of for each when it has read who imports it.
    """
    links = "".join(f'  <link rel="modulepreload" href="static/{path}">\n' for path in modules)
    whole = page.replace(_HEAD_END, links.encode() + _HEAD_END, 1)
    return _PART.sub(rb' \1="static/%b/' % name.encode(), whole)


class Editions:
    """The edition that is served: `folder` and, by their paths in it, `further` files.

    Where they may change while the program runs, as in a checkout, a changed file is seen when the
    page is next asked for; who is just loading the page of before is told that it is incomplete.
    """

    def __init__(self, folder: Path, further: Mapping[str, Path], *, changing: bool) -> None:
        self._folder = folder
        self._further = further
        self._changing = changing
        self._stamp = self._look() if changing else Stamp()
        self.current = self._read()

    def newest(self) -> Edition:
        """What is to be served from now on."""
        if self._changing and (stamp := self._look()) != self._stamp:
            self._stamp, self.current = stamp, self._read()
        return self.current

    def _read(self) -> Edition:
        return Edition.of({name: Asset.read(path) for name, path in self._paths()})

    def _look(self) -> Stamp:
        facts = ((name, path.stat()) for name, path in self._paths())
        return frozenset((name, fact.st_mtime_ns, fact.st_size) for name, fact in facts)

    def _paths(self) -> Iterator[tuple[str, Path]]:
        for path in sorted(self._folder.rglob("*")):
            if path.is_file():
                yield path.relative_to(self._folder).as_posix(), path
        yield from self._further.items()
