"""The page's files under one name that is made of what is in them.

One name for all, and not one for each: scripts and styles name each other by relative paths, which
stay right, and no page is ever put together from two versions. After an update everything is loaded
anew: docs/measurements.md has how much that is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from appliance.web.page.asset import Asset
from appliance.web.page.bundle import bundled

PAGE: Final = "index.html"
_SCRIPT: Final = "js/app.js"
_STYLE: Final = "css/page.css"
_STYLES: Final = re.compile(
    rb'(?:^ *<link rel="stylesheet" href="static/css/[^"]+">\n)+', re.MULTILINE
)
_PART: Final = re.compile(rb' (href|src)="static/')
_NAMED: Final = re.compile(rb'"static/([^"]+)"')

Stamp = frozenset[tuple[str, int, int]]


class Edition:
    """All files at one moment, by their paths with `/`. What follows from them is made when it is
    first asked for, in 15 ms, and not at the start.
    """

    def __init__(self, files: Mapping[str, Asset]) -> None:
        self.files = files

    @cached_property
    def parts(self) -> Mapping[str, Asset]:
        """What its page asks for: as the files are, but for the scripts and the styles, of which
        all that are needed from the start come in one.
        """
        scripts = {path: asset.text for path, asset in self.files.items() if path.endswith(".js")}
        bundles = bundled(_SCRIPT, scripts) if _SCRIPT in scripts else {}
        made = {**bundles, _STYLE: "".join(self.files[name].text for name in self._styles())}
        return {**self.files, **{path: Asset.made(path, text) for path, text in made.items()}}

    @cached_property
    def name(self) -> str:
        told = "".join(f"{path} {asset.tag}\n" for path, asset in sorted(self.parts.items()))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @cached_property
    def page(self) -> Asset:
        """Names the parts by `name`."""
        page = self.files[PAGE]
        style = b'  <link rel="stylesheet" href="static/%b">\n' % _STYLE.encode()
        whole = _STYLES.sub(style, page.data, 1)
        return Asset(_PART.sub(rb' \1="static/%b/' % self.name.encode(), whole), page.type)

    def _styles(self) -> Iterator[str]:
        """The page's, in their order."""
        if found := _STYLES.search(self.files[PAGE].data):
            yield from (name.decode() for name in _NAMED.findall(found[0]))


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
        return Edition({name: Asset.read(path) for name, path in self._paths()})

    def _look(self) -> Stamp:
        facts = ((name, path.stat()) for name, path in self._paths())
        return frozenset((name, fact.st_mtime_ns, fact.st_size) for name, fact in facts)

    def _paths(self) -> Iterator[tuple[str, Path]]:
        for path in sorted(self._folder.rglob("*")):
            if path.is_file():
                yield path.relative_to(self._folder).as_posix(), path
        yield from self._further.items()
