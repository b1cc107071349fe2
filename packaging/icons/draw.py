"""Draws the icons from ui/icon.svg: `python packaging/icons/draw.py`, or `make icons`.

What it writes is committed, so that nobody needs a browser to build or install. It needs the
test environment, for Chromium draws.
"""

from __future__ import annotations

import shutil
import struct
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

ROOT: Final = Path(__file__).parents[2]
DRAWING: Final = ROOT / "ui" / "icon.svg"

PAGE: Final = 256
"""Width of the picture for the window and for Linux desktops."""

HOME: Final = {192: "icon-home.png", 512: "icon-home-large.png"}
"""Width of the pictures for home screens, and their files."""

GROUND: Final = "#0f6b5c"
"""That of the drawing. A phone shows what is transparent as black, and cuts off edges itself."""

SAFE: Final = 88
"""Percent of the width that no phone cuts off, if it is filled by this drawing."""

WINDOWS: Final = (16, 32, 48, 64, 256)
MACOS: Final = {32: b"ic11", 64: b"ic12", 128: b"ic07", 256: b"ic08", 512: b"ic09"}
"""Width and the type that Apple gave it; all of these hold a PNG."""


def main() -> None:
    """Write all icons."""
    pictures = draw({PAGE, *WINDOWS, *MACOS})
    here = Path(__file__).parent
    (ROOT / "ui" / "icon.png").write_bytes(pictures[PAGE])
    for size, picture in draw(set(HOME), opaque=True).items():
        (ROOT / "ui" / HOME[size]).write_bytes(picture)
    (here / "chat-appliance.ico").write_bytes(ico({size: pictures[size] for size in WINDOWS}))
    (here / "chat-appliance.icns").write_bytes(icns({size: pictures[size] for size in MACOS}))


def draw(sizes: set[int], *, opaque: bool = False) -> dict[int, bytes]:
    """The drawing as a PNG of each of these widths, transparent where it is, or on its ground."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        pictures = {size: _draw(page, size, opaque) for size in sorted(sizes)}
        browser.close()
    return pictures


def _draw(page: Page, size: int, opaque: bool) -> bytes:
    ground, percent = (GROUND, SAFE) if opaque else ("transparent", 100)
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(
        f"<style>* {{ margin: 0 }} body {{ background: {ground} }}"
        f"svg {{ display: block; width: {percent}vw; margin: {(100 - percent) / 2}vw }}</style>"
        + DRAWING.read_text("utf-8")
    )
    return page.screenshot(omit_background=True)


def ico(pictures: dict[int, bytes]) -> bytes:
    """Windows' container: a head, one row for each picture, then the pictures."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    start = len(head) + 16 * len(pictures)
    rows = b""
    for size, picture in pictures.items():
        side = size % 256  # one byte, where 0 means 256
        rows += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), start)
        start += len(picture)
    return head + rows + b"".join(pictures.values())


def icns(pictures: dict[int, bytes]) -> bytes:
    """Apple's container: each picture after its type and length."""
    parts = b"".join(
        MACOS[size] + struct.pack(">I", 8 + len(picture)) + picture
        for size, picture in pictures.items()
    )
    return b"icns" + struct.pack(">I", 8 + len(parts)) + parts


if __name__ == "__main__":
    main()
