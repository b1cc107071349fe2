"""The page's files under one name, and what happens when somebody works on them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from appliance.web.page.edition import Editions

PAGE = (
    b'<head><script src="static/first.js"></script>'
    b'<script type="module" src="static/js/app.js"></script></head><img src="static/a.svg">'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "js").mkdir()
    (tmp_path / "index.html").write_bytes(PAGE)
    (tmp_path / "a.svg").write_text("<svg/>")
    (tmp_path / "js" / "app.js").write_text("import './other.js';")
    (tmp_path / "js" / "other.js").write_text("const later = () => import('./later.js');")
    (tmp_path / "js" / "later.js").write_text("")
    return tmp_path


def test_the_page_names_its_parts_by_what_is_in_them(folder: Path) -> None:
    edition = Editions(folder, {}, changing=False).current
    page = edition.page.data.decode()
    for part in ("first.js", "a.svg", "js/app.js"):
        assert f'"static/{edition.name}/{part}"' in page
    assert edition.files["index.html"].data == PAGE


def test_the_page_names_the_modules_that_it_needs_from_the_start(folder: Path) -> None:
    page = Editions(folder, {}, changing=False).current.page.data.decode()
    named = re.findall(r'modulepreload" href="static/[0-9a-f]+/([^"]+)"', page)
    assert named == ["js/app.js", "js/other.js"]


def test_the_same_files_have_the_same_name_and_others_another(folder: Path) -> None:
    name = Editions(folder, {}, changing=False).current.name
    assert Editions(folder, {}, changing=False).current.name == name
    (folder / "a.svg").rename(folder / "b.svg")
    assert Editions(folder, {}, changing=False).current.name != name


def test_a_file_of_elsewhere_belongs_to_it(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    library = tmp_path_factory.mktemp("library") / "library.min.js"
    library.write_text("1")
    edition = Editions(folder, {"vendor/library.js": library}, changing=False).current
    assert edition.files["vendor/library.js"].data == b"1"


def test_a_changed_file_is_seen_by_the_next_who_opens_the_page(folder: Path) -> None:
    editions = Editions(folder, {}, changing=True)
    before = editions.newest()
    assert editions.newest() is before
    (folder / "js" / "app.js").write_text("import './another.js';")
    assert editions.current is before  # who loads the page now gets all of one edition
    after = editions.newest()
    assert after.files["js/app.js"].data == b"import './another.js';"
    assert editions.current is after


def test_files_that_do_not_change_are_not_looked_at_again(folder: Path) -> None:
    editions = Editions(folder, {}, changing=False)
    (folder / "a.svg").unlink()
    assert editions.newest().files["a.svg"].data == b"<svg/>"
