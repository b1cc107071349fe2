"""Modules that come as one file run as they do one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from appliance.web.page.bundle import bundled

MODULES: Final = {
    "js/app.js": """import { first, told as said } from './part/one.js';
import { shared } from './part/shared.js';
said.push('app');
await Promise.resolve();
said.push('after');
window.first = first;
window.open = async () => [await first.later(), await import('./part/other.js'), shared, said];
""",
    "js/part/one.js": """import { Base } from './two-words.js';
const hidden = 'one';
export const told = [hidden];
export class First extends Base {
  later() { return import('./later.js'); }
}
export const first = new First();
""",
    "js/part/two-words.js": """const hidden = 'two';
export class Base {
  here = new URL('../../css/a.css', import.meta.url).pathname;
  name() { return hidden; }
}
""",
    "js/part/shared.js": "export const shared = {};",
    "js/part/later.js": """import { told } from './one.js';
import { both } from './both.js';
import { shared } from './shared.js';
told.push('later');
export const took = shared;
export async function from() { return both; }
""",
    "js/part/other.js": """import { both } from './both.js';
export const other = both;
""",
    "js/part/both.js": "export const both = { of: 'two' };",
    "js/part/nobody.js": "throw new Error('nobody needs it');",
}
OPENED: Final = """async () => {
  await import('/js/app.js');
  const [later, other, shared, said] = await window.open();
  return {
    said, name: window.first.name(), here: window.first.here, shared: later.took === shared,
    once: await later.from() === other.other, keys: [Object.keys(later).sort(), Object.keys(other)],
  };
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    made = browser.new_page()
    yield made
    made.close()


def ran(page: Page, files: Mapping[str, str]) -> Any:
    """What comes of these files, and which of them were asked for."""
    asked: list[str] = []

    def answer(path: str) -> tuple[str, str]:
        asked.append(path)
        return ("text/javascript", files[path]) if path else ("text/html", "")

    def serve(route: Any) -> None:
        kind, body = answer(urlsplit(route.request.url).path[1:])
        route.fulfill(body=body, content_type=f"{kind}; charset=utf-8")

    page.route("**/*", serve)
    page.goto("http://chat.example/")
    try:
        return page.evaluate(OPENED), [path for path in asked if path.startswith("js/")]
    finally:
        page.unroute_all()


def test_they_do_the_same_in_fewer_files(page: Page) -> None:
    plain, every = ran(page, MODULES)
    assert len(every) == 7
    together, few = ran(page, bundled("js/app.js", MODULES))
    assert together == plain
    assert plain["said"] == ["one", "app", "after", "later"]
    assert (plain["name"], plain["here"]) == ("two", "/css/a.css")
    assert plain["shared"]
    assert plain["once"]
    assert few == ["js/app.js", "js/part/later.js", "js/part/other.js"]


def test_a_part_that_another_needs_from_the_start_is_in_the_first_and_is_told_from_there() -> None:
    texts = {
        "js/app.js": "import('./a.js'); import('./b.js');",
        "js/a.js": "import { b } from './b.js';",
        "js/b.js": "import { c } from './c.js';\nexport const b = c;",
        "js/c.js": "export const c = 1;",
    }
    files = bundled("js/app.js", texts)
    assert "export { $js$b };" in files["js/app.js"]
    assert files["js/b.js"] == "import { $js$b } from './app.js';\nexport const { b } = $js$b;\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("import './b.js';", "js/app.js: a bundle cannot have “import './b.js';” in it"),
        ("import * as b from './b.js';", "js/app.js: a bundle cannot have"),
        ("export default 1;", "js/app.js: a bundle cannot have “export default 1;” in it"),
        ("export { a };", "js/app.js: a bundle cannot have"),
        ("import { b } from './b.js'; b();", "js/app.js: a bundle cannot have"),
        ("import(`./b.js`);", "js/app.js: what is asked for later is named by"),
        ("import { a } from './a.js';", "js/a.js is needed, and not there"),
        ("import { a } from './app.js';", "js/app.js needs itself"),
        ("import { b } from './b.js';", "js/app.js needs itself"),
    ],
)
def test_what_it_cannot_do_is_said(text: str, says: str) -> None:
    texts = {"js/app.js": text, "js/b.js": "import { a } from './app.js';"}
    with pytest.raises(ValueError, match=re.escape(says)):
        bundled("js/app.js", texts)
