"""The committed icons are what their containers say, and show ui/icon.svg."""

from __future__ import annotations

import base64
import struct
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser

from tests.running import ROOT

ICONS: Final = ROOT / "packaging" / "icons"
SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
MOST_DIFFERENCE: Final = 4.0
"""Of 255, on average over all channels: other versions of the browser smooth edges otherwise."""

COMPARE: Final = """async ([drawing, picture, size]) => {
  const pixels = async (url) => {
    const image = new Image(size, size);
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(size, size).getContext("2d");
    canvas.drawImage(image, 0, 0, size, size);
    return canvas.getImageData(0, 0, size, size).data;
  };
  const [wanted, found] = [await pixels(drawing), await pixels(picture)];
  return wanted.reduce((sum, value, i) => sum + Math.abs(value - found[i]), 0) / wanted.length;
}"""

TRANSPARENT: Final = """async ([picture, size]) => {
  const image = new Image(size, size);
  image.src = picture;
  await image.decode();
  const canvas = new OffscreenCanvas(size, size).getContext("2d");
  canvas.drawImage(image, 0, 0, size, size);
  const { data } = canvas.getImageData(0, 0, size, size);
  return data.filter((value, i) => i % 4 === 3 && value < 255).length;
}"""


def width(png: bytes) -> int:
    """Of a picture, which has to be a square PNG."""
    assert png.startswith(SIGNATURE)
    wide, high = struct.unpack(">II", png[16:24])
    assert wide == high
    return int(wide)


def in_ico(path: Path) -> list[bytes]:
    data = path.read_bytes()
    zero, kind, count = struct.unpack_from("<HHH", data)
    assert (zero, kind) == (0, 1)
    rows = [struct.unpack_from("<BBBBHHII", data, 6 + 16 * number) for number in range(count)]
    pictures = [data[row[7] : row[7] + row[6]] for row in rows]
    assert [row[0] or 256 for row in rows] == [width(picture) for picture in pictures]
    return pictures


def in_icns(path: Path) -> list[bytes]:
    data = path.read_bytes()
    assert struct.unpack_from(">4sI", data) == (b"icns", len(data))
    pictures, at = [], 8
    while at < len(data):
        _, length = struct.unpack_from(">4sI", data, at)
        pictures.append(data[at + 8 : at + length])
        at += length
    return pictures


def test_each_icon_has_the_sizes_its_system_asks_for() -> None:
    assert width((ROOT / "ui" / "icon.png").read_bytes()) == 256
    sizes = [width(picture) for picture in in_ico(ICONS / "chat-appliance.ico")]
    assert sizes == [16, 32, 48, 64, 256]
    sizes = [width(picture) for picture in in_icns(ICONS / "chat-appliance.icns")]
    assert sizes == [32, 64, 128, 256, 512]


@pytest.mark.parametrize("name", ["ui/icon.png", "chat-appliance.ico", "chat-appliance.icns"])
def test_each_icon_shows_the_drawing(name: str, browser: Browser) -> None:
    drawing = _url("svg+xml", (ROOT / "ui" / "icon.svg").read_bytes())
    readers: dict[str, Any] = {".ico": in_ico, ".icns": in_icns}
    path = ROOT / name if "/" in name else ICONS / name
    pictures = readers.get(path.suffix, lambda path: [path.read_bytes()])(path)
    with browser.new_context() as context:
        page = context.new_page()
        for picture in pictures:
            facts = [drawing, _url("png", picture), width(picture)]
            assert page.evaluate(COMPARE, facts) < MOST_DIFFERENCE
        # The comparison can tell another drawing.
        other = _url("svg+xml", (ROOT / "ui" / "icon-unread.svg").read_bytes())
        assert page.evaluate(COMPARE, [other, *facts[1:]]) > 0


def test_on_home_screens_it_has_a_ground_of_its_own(browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        for name, size in (("icon-home.png", 192), ("icon-home-large.png", 512)):
            picture = (ROOT / "ui" / name).read_bytes()
            assert width(picture) == size
            assert page.evaluate(TRANSPARENT, [_url("png", picture), size]) == 0


def _url(kind: str, data: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
