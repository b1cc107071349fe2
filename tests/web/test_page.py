"""The page as it is sent."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final
from urllib.request import urlopen

import pytest

from tests.running import ROOT, RunningServer
from tests.server.raw import RawClient, get

INSIDE: Final = re.compile(r"^const \$.* = .*\{ // js/(\S+)$", re.MULTILINE)
SEARCH: Final = ("excerpt", "found-row", "hints", "known", "panel", "results", "tidings")
SCRIPTS: Final = ROOT / "ui" / "js"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("page") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def page(server: RunningServer) -> str:
    return sent(server, "/").decode()


def sent(server: RunningServer, path: str) -> bytes:
    """The body of a 200."""
    with urlopen(f"{server.url}{path}", timeout=10) as answer:
        body: bytes = answer.read()
        return body


def parts(page: str) -> list[str]:
    """The addresses of all that it names."""
    return re.findall(r'(?:href|src)="(static/[^"]+)"', page)


def test_every_module_comes_once_in_the_file_of_the_part_that_needs_it(
    server: RunningServer, page: str
) -> None:
    [script] = [part for part in parts(page) if part.endswith("/js/app.js")]
    later = (
        *("page/composer/emoji-picker.js", "page/files/room-files.js", "page/files/viewer.js"),
        *("page/keys/sheet.js", "page/search/panel.js"),
    )
    files = (script, *(script.replace("app.js", name) for name in later))
    whole, *others = (INSIDE.findall(sent(server, f"/{path}").decode()) for path in files)
    every = {path.relative_to(SCRIPTS).as_posix() for path in SCRIPTS.rglob("*.js")}
    assert sorted([*whole, *chain(*others)]) == sorted(every - {"incomplete.js"})  # no module
    assert [{*modules} for modules in others] == [
        {"page/composer/emoji-picker.js", "words/emoji.js"},
        {*(f"page/files/{name}.js" for name in ("orders", "room-file", "room-files"))},
        {"page/files/text-sheet.js", "page/files/viewer.js"},
        {"page/keys/sheet.js"},
        {*(f"page/search/{name}.js" for name in SEARCH)},
    ]


def test_all_that_it_names_is_there(server: RunningServer, page: str) -> None:
    addresses = parts(page)
    assert 8 < len(addresses) < 16  # a visit is not to take many
    assert all(sent(server, f"/{address}") for address in addresses)
    assert len(re.findall("static/", page)) == len(addresses)


def test_what_the_page_names_is_kept_for_ever_and_the_page_is_asked_for_each_time(
    server: RunningServer, page: str
) -> None:
    with RawClient(server.port) as client:
        for address in parts(page):
            headers = client.ask(get(f"/{address}")).headers
            assert headers["cache-control"] == "public, max-age=31536000, immutable"
            assert "set-cookie" not in headers
        first = client.ask(get("/"))
        assert first.headers["cache-control"] == "private, no-cache"
        again = client.ask(get("/", f"If-None-Match: {first.headers['etag']}"))
        assert (again.status, again.body) == (304, b"")
        assert "set-cookie" in again.headers


def test_all_of_it_comes_packed_to_who_can_unpack_it(server: RunningServer, page: str) -> None:
    whole = packed = 0
    with RawClient(server.port) as client:
        for address in ("/", *(f"/{part}" for part in parts(page))):
            plain = client.ask(get(address))
            less = client.ask(get(address, "Accept-Encoding: gzip, deflate"))
            if less.headers.get("content-encoding") == "gzip":
                assert gzip.decompress(less.body) == plain.body
                assert less.headers["etag"] != plain.headers["etag"]
            else:
                assert less.body == plain.body
            whole, packed = whole + len(plain.body), packed + len(less.body)
    assert packed < whole / 2


def test_who_works_on_the_page_sees_a_change_when_it_is_loaded_again(tmp_path: Path) -> None:
    """Of a checkout's copy, without anything being built or started again."""
    copy = tmp_path / "checkout"
    for folder in ("appliance", "ui"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    with RunningServer(tmp_path / "data", cwd=copy) as running:
        before = sent(running, "/").decode()
        with (copy / "ui" / "css" / "base.css").open("a") as style:
            style.write("p { color: red; }")
        [now] = [part for part in parts(sent(running, "/").decode()) if part.endswith("/page.css")]
        assert now not in before
        assert b"p { color: red; }" in sent(running, f"/{now}")


def test_every_address_is_relative_to_the_page() -> None:
    """Behind a proxy the chat may have no more than a path of a host."""
    for path in (*SCRIPTS.rglob("*.js"), SCRIPTS.parent / "index.html"):
        assert re.findall(r"""[`'"](/[a-z][^`'"]*)""", path.read_text("utf-8")) == [], path


def test_a_part_of_another_edition_is_not_there_but_for_pictures(
    server: RunningServer, page: str
) -> None:
    other = "0" * 16
    with RawClient(server.port) as client:
        assert client.ask(get(f"/static/{other}/js/app.js")).status == 404
        icon = client.ask(get(f"/static/{other}/icon-unread.svg"))
        assert (icon.status, icon.headers["cache-control"]) == (200, "no-cache")
        assert client.ask(get("/static/js/app.js")).headers["cache-control"] == "no-cache"
