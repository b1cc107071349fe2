"""The page for people at an address where nothing is for them: what is wrong, where to go.

All of it is one file: who came by a foreign name is answered nothing else, no style, no picture.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from itertools import chain, repeat
from typing import Final, NamedTuple

from appliance.web.page.edition import Edition

TEMPLATE: Final = "signpost.html"

_STYLES: Final = re.compile(r'(?:\s*<link rel="stylesheet" href="([^"]+)">)+')
_STYLE: Final = re.compile(r'stylesheet" href="([^"]+)"')
_PICTURE: Final = re.compile(r'(?<=(?:href|.src)=")([^"]+\.svg)(?=")')
_VALUE: Final = re.compile(r"\{(title|text|links)\}")


class Arm(NamedTuple):
    """Where to go, and how that is called."""

    address: str
    words: str


class Signpost:
    """Made of an edition's files."""

    def __init__(self, edition: Edition) -> None:
        text = edition.files[TEMPLATE].data.decode()
        names = _STYLE.findall(text)
        style = "".join(edition.files[name].data.decode() for name in names)
        text = _STYLES.sub(lambda _: f"<style>{style}</style>", text)
        self._text = _PICTURE.sub(lambda found: _inside(edition, found[1]), text)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        self.policy = (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
            "base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
        )
        """The Content-Security-Policy: nothing but what is in the page, and no script."""

    def html(self, title: str, text: str, links: Iterable[Arm]) -> bytes:
        """The page that says this; whatever is in it is text."""
        kinds = chain(["button primary"], repeat("button"))
        anchors = "".join(_anchor(kind, arm) for kind, arm in zip(kinds, links, strict=False))
        values = {"title": escape(title), "text": escape(text), "links": anchors}
        return _VALUE.sub(lambda found: values[found[1]], self._text).encode()


@lru_cache(maxsize=1)
def signpost(edition: Edition) -> Signpost:
    """The one of this edition."""
    return Signpost(edition)


def _anchor(kind: str, arm: Arm) -> str:
    return f'<a class="{kind}" href="{escape(arm.address)}">{escape(arm.words)}</a>'


def _inside(edition: Edition, name: str) -> str:
    data = base64.b64encode(edition.files[name].data).decode()
    return f"data:image/svg+xml;base64,{data}"
