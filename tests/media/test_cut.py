"""Real files: what they tell goes, by ExifTool's word; what is seen and heard stays, by that of
ImageMagick, ffmpeg and Chromium.
"""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from appliance.media.cut import Cut, cut
from appliance.media.inspect import inspect
from tests.media import made

SHOWN_BY_BROWSERS = sorted(
    name for name in (*made.PICTURES, *made.MOVING) if not name.endswith(".heic")
)
PAINTED = """async (source) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext('2d').drawImage(image, 0, 0);
  return [image.naturalWidth, image.naturalHeight, canvas.toDataURL()];
}"""


def told(path: Path) -> str:
    """What is still said that was to go."""
    return "\n".join(f"{name}: {value}" for name, value in made.tags(path).items())


@pytest.mark.parametrize("name", [*made.PICTURES, *made.MOVING])
def test_pictures_tell_nothing_and_are_the_same(tmp_path: Path, name: str) -> None:
    path = made.picture(tmp_path, name)
    assert made.SECRET in told(path)
    assert "GPS" in told(path)
    before = made.pixels(path)
    assert cut(path) == Cut(inspect(path), changed=True)
    assert made.pixels(path) == before
    left = told(path)
    for what in ("GPS", made.SECRET, "XMP", "IPTC", "Comment", "2024"):
        assert what not in left
    if path.suffix != ".gif":
        assert "IFD0:Orientation: Rotate 90 CW" in left
    assert not cut(path).changed


@pytest.mark.parametrize("name", SHOWN_BY_BROWSERS)
def test_a_browser_paints_them_as_before_and_in_the_size_that_we_say(
    tmp_path: Path, browser: Browser, name: str
) -> None:
    path = made.picture(tmp_path, name)
    page = browser.new_page()
    try:
        before = page.evaluate(PAINTED, _address(path))
        kind = cut(path).kind
        after = page.evaluate(PAINTED, _address(path))
    finally:
        page.close()
    assert after == before
    assert [kind.width, kind.height] == after[:2]


def _address(path: Path) -> str:
    data = base64.b64encode(path.read_bytes()).decode()
    return f"data:{inspect(path).type};base64,{data}"


@pytest.mark.parametrize("name", [*made.FILMS, *made.SOUNDS])
def test_films_and_sounds_tell_nothing_and_are_the_same(tmp_path: Path, name: str) -> None:
    path = made.film(tmp_path, name)
    assert made.SECRET in told(path)
    before = made.frames(path)
    size = path.stat().st_size
    kind = inspect(path)
    assert kind.inline
    assert cut(path) == Cut(kind, changed=True)
    assert made.frames(path) == before
    assert path.stat().st_size == size
    left = told(path)
    music = name.endswith((".mp3", ".flac"))  # whose title stays
    for what in ("GPS", "" if music else made.SECRET, "XMP", "47.3", "2024"):
        assert not what or what not in left
    assert left.count(made.SECRET) <= (2 if music else 0)
    assert not cut(path).changed
