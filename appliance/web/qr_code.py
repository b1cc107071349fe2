"""QR codes of addresses: as pictures, and as rows that the page draws itself."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Final

QUIET_ZONE: Final = 4
"""Modules of white around the code; the standard asks for so many."""

CODES: Final = 64
"""Drawings kept, a few KB each, for the addresses of a machine with many networks; beyond it the
one unseen for longest is drawn anew. One costs 3 ms, in which nobody else is served."""


@lru_cache(maxsize=CODES)
def drawn(url: str) -> bytes:
    """An SVG that scales, dark on white whatever the page's colours: phones read it so."""
    import segno

    code = BytesIO()
    segno.make(url, error="m", micro=False).save(
        code,
        kind="svg",
        border=QUIET_ZONE,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return code.getvalue()


def rows(url: str) -> list[str]:
    """The code as rows of 0 and 1, where the address has a secret: a picture at an address of its
    own would have that in it. Kept by nobody.
    """
    import segno

    return ["".join(map(str, row)) for row in segno.make(url, error="m", micro=False).matrix]
