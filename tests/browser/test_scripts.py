"""Every script of ours compiles, and every name that one takes from another is there: before a page
that lacks one shows nothing but an unfinished self.

Chromium compiles and links them, and runs none: each module takes one more, which stops it.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.running import ROOT

UI: Final = ROOT / "ui"
CLASSIC: Final = ("js/incomplete.js", "window/carry.js", "window/window.js")
MODULES: Final = {
    f"/{path.relative_to(UI).as_posix()}": path.read_text("utf-8")
    for path in sorted((UI / "js").rglob("*.js"))
    if path.relative_to(UI).as_posix() not in CLASSIC
}
DECIDES: Final = re.compile(
    r"\.on\('[^']*(?:click|key|mouse|pointer|menu).*=> (?!\{)(?:[^()]|\([^()]*\))*(?:&&|\|\|)"
)
"""A handler that answers whether it does something."""

STOP: Final = {"/stop.js": "throw new RangeError('stopped');"}
LOADED: Final = """(path) => import(path).then(() => 'It ran.', ({ name, message }) => (
  message === 'stopped' ? '' : `${name}: ${message}`
))"""

Serve: TypeAlias = Callable[[Mapping[str, str]], list[str]]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    made = browser.new_page()
    yield made
    made.close()


@pytest.fixture
def serve(page: Page) -> Serve:
    """Serves modules at their paths, and answers which of them were asked for."""

    def begin(modules: Mapping[str, str]) -> list[str]:
        asked: list[str] = []
        stopped = {path: f"{text}\nimport '/stop.js';" for path, text in modules.items()}
        bodies = {**stopped, **STOP, "/": ""}

        def answer(route: Route) -> None:
            path = urlsplit(route.request.url).path
            asked.append(path)
            kind = "text/javascript" if path != "/" else "text/html"
            known = path in bodies
            route.fulfill(
                status=200 if known else 404,
                body=bodies.get(path, ""),
                content_type=f"{kind}; charset=utf-8",
            )

        page.route("**/*", answer)
        page.goto("http://scripts.test/")
        return asked

    return begin


def wrong(page: Page, paths: Iterable[str]) -> dict[str, str]:
    said = {path: page.evaluate(LOADED, path) for path in paths}
    return {path: words for path, words in said.items() if words}


def later() -> list[str]:
    """Those that a module takes only once they are needed."""
    return [
        posixpath.normpath(posixpath.join(posixpath.dirname(path), found))
        for path, text in MODULES.items()
        for found in re.findall(r"\bimport\('([^']+)'\)", text)
    ]


def test_the_page_takes_every_module_and_each_finds_what_it_takes(page: Page, serve: Serve) -> None:
    """Asked one by one only where something is wrong, to say where."""
    asked = serve(MODULES)
    if wrong(page, ["/js/app.js", *later()]):
        assert wrong(page, MODULES) == {}
    assert set(MODULES) - set(asked) == set(), "Nobody takes these any more."


@pytest.mark.parametrize("path", CLASSIC)
def test_every_script_that_is_no_module_compiles(page: Page, path: str) -> None:
    text = (UI / path).read_text("utf-8")
    page.evaluate(f"() => {{ new Function({json.dumps(text)}); }}")


def test_no_handler_refuses_by_what_it_happens_to_answer() -> None:
    """To jQuery a handler's false is a refusal: a link that is pressed does nothing then."""
    lines = [(path, line) for path, text in MODULES.items() for line in text.splitlines()]
    assert [(path, line) for path, line in lines if DECIDES.search(line)] == []


@pytest.mark.parametrize(
    "broken",
    [
        "const a = 1; const a = 2;",
        "import { a } from '/other.js'; function a() {}",
        "import { b } from '/other.js';",
        "import '/nowhere.js';",
        "class A { #a; #a; }",
        "this is not a script",
    ],
)
def test_this_sees_what_is_broken(page: Page, serve: Serve, broken: str) -> None:
    serve({"/broken.js": broken, "/other.js": "export const a = 1;"})
    assert list(wrong(page, ["/broken.js", "/other.js"])) == ["/broken.js"]
