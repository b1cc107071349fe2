"""The page's files under one name, and what happens when somebody works on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from appliance.web.page.edition import Editions

PAGE = (
    b'<head><script src="static/first.js"></script>\n'
    b'  <link rel="stylesheet" href="static/css/b.css">\n'
    b'  <link rel="stylesheet" href="static/css/a.css">\n'
    b'<script type="module" src="static/js/app.js"></script></head><img src="static/a.svg">'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "js").mkdir()
    (tmp_path / "index.html").write_bytes(PAGE)
    (tmp_path / "a.svg").write_text("<svg/>")
    (tmp_path / "css").mkdir()
    for name in ("a", "b"):
        (tmp_path / "css" / f"{name}.css").write_text(f"{name} {{}}\n")
    (tmp_path / "js" / "app.js").write_text("import { late } from './other.js';")
    (tmp_path / "js" / "other.js").write_text("export const late = () => import('./late.js');")
    (tmp_path / "js" / "late.js").write_text("")
    return tmp_path


def test_the_page_names_its_parts_by_what_is_in_them(folder: Path) -> None:
    edition = Editions(folder, {}, changing=False).current
    page = edition.page.data.decode()
    for part in ("first.js", "a.svg", "js/app.js"):
        assert f'"static/{edition.name}/{part}"' in page
    assert edition.files["index.html"].data == PAGE


def test_all_that_the_page_needs_from_the_start_comes_as_one_script_and_one_style(
    folder: Path,
) -> None:
    edition = Editions(folder, {}, changing=False).current
    page = edition.page.data.decode()
    assert page.count("stylesheet") == 1
    assert f'"static/{edition.name}/css/page.css"' in page
    assert edition.parts["css/page.css"].data == b"b {}\na {}\n"
    script = edition.parts["js/app.js"]
    assert "const late = () => import('./late.js');" in script.text
    assert script.type == "text/javascript; charset=utf-8"
    assert edition.files["js/app.js"].data == b"import { late } from './other.js';"


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
    (folder / "js" / "app.js").write_text("const changed = 1;")
    assert editions.current is before  # who loads the page now gets all of one edition
    after = editions.newest()
    assert after.files["js/app.js"].data == b"const changed = 1;"
    assert editions.current is after


def test_files_that_do_not_change_are_not_looked_at_again(folder: Path) -> None:
    editions = Editions(folder, {}, changing=False)
    (folder / "a.svg").unlink()
    assert editions.newest().files["a.svg"].data == b"<svg/>"
