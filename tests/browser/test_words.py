"""The page in another language, written from right to left: nothing of it stays in English."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from appliance.errors import SENTENCES
from appliance.network.addresses import Address
from appliance.network.hint import Hint
from appliance.web.page.bundle import bundled
from tests.browser.people import People, Person, box_of, eventually
from tests.running import ROOT, RunningServer
from tests.test_words import PAGE, TABLE, WORDED

OPEN, CLOSE = "\u27e6", "\u27e7"
ENGLISH: Final = re.compile(r"js/words/en[^/]*\.js")
TEXT: Final = re.compile(r"'((?:\\.|[^'\\])*)'")
ENTRY: Final = re.compile(r"^  '([\w.]+)': (.*?),$(?=\n(?:  '|\n|\}))", re.MULTILINE | re.DOTALL)

FOREIGN: Final = """({ open, close, attributes }) => {
  const found = [];
  const own = 'script, style, noscript, time, bdi, [dir="ltr"], .bubble, .avatar, .tag, .hash, '
    + '.nick-picture, .join-address, .welcome-address, #page-name, #brand-name';
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  let depth = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest(own)) continue;
    for (const piece of node.data.split(/([\\u27e6\\u27e7])/)) {
      if (piece === open) depth += 1;
      else if (piece === close) depth -= 1;
      else if (!depth && /\\p{L}/u.test(piece)) found.push(piece);
    }
  }
  for (const name of attributes) {
    for (const node of document.querySelectorAll(`[${name}]`)) {
      const text = node.getAttribute(name);
      const said = text.includes(open) || node.closest('time');
      if (/\\p{L}/u.test(text) && !said) found.push(`${name}: ${text}`);
    }
  }
  return found;
}"""


@pytest.fixture
def reader(browser: Browser, server: RunningServer) -> Any:
    """Somebody whose page has the other language's table."""
    context = browser.new_context(viewport={"width": 390, "height": 700})
    context.route("**/static/*/js/app.js", _translated)
    context.route(ENGLISH, lambda route: _script(route, _table()))  # where a test takes a module
    person = Person(context, server.url)
    yield person
    context.close()
    assert person.trouble == []


def _translated(route: Route) -> None:
    """All the page's modules, with that table."""
    ui = ROOT / "ui"
    paths = {path.relative_to(ui).as_posix(): path for path in (ui / "js").rglob("*.js")}
    table = _table()
    texts = {
        name: table if ENGLISH.search(name) else path.read_text("utf-8")
        for name, path in paths.items()
    }
    _script(route, bundled("js/app.js", texts)["js/app.js"])


def _script(route: Route, text: str) -> None:
    route.fulfill(body=text, content_type="text/javascript; charset=utf-8")


def _table() -> str:
    words = {name: _marked(value) for name, value in ENTRY.findall(TABLE)}
    words |= {name: json.dumps(f"{OPEN}{text}{CLOSE}") for name, text in PAGE.named}
    words |= {
        f"problem.{name}": json.dumps(f"{OPEN}{text}{CLOSE}") for name, text in SENTENCES.items()
    }
    rows = ",\n".join(f"{json.dumps(name)}: {value}" for name, value in words.items())
    return (
        "export const language = 'ar';\nexport const direction = 'rtl';\n"
        f"export const words = {{ {rows} }};"
    )


def _on_a_network(route: Route) -> None:
    """What a server there tells; the address and the command are nobody's words."""
    told = route.fetch().json()
    addresses = [Address("http://192.0.2.1:8080/", "network", "label-wifi", "wlan0").told()]
    hints = [Hint("firewall", "hint-ufw", "1 2").told()]
    told |= {"shared": True, "since": "2026-01-01T00:00:00Z", "moved_from": 8080}
    route.fulfill(json=told | {"addresses": addresses, "hints": hints})


def _marked(value: str) -> str:
    return TEXT.sub(lambda found: f"'{OPEN}{found[1]}{CLOSE}'", value)


def foreign(page: Page) -> list[str]:
    """What the page shows, or tells a screen reader, that is of no table."""
    arguments = {"open": OPEN, "close": CLOSE, "attributes": list(WORDED)}
    found: list[str] = page.evaluate(FOREIGN, arguments)
    return found


def left_of_side(page: Page) -> float:
    script = "document.getElementById('sidebar').getBoundingClientRect().left"
    return float(page.evaluate(script))


def test_nothing_stays_in_english(reader: Person, people: People) -> None:
    page = reader.page
    assert foreign(page) == []
    reader.call_oneself("Eve")
    reader.write("first")
    expect(reader.stored()).to_have_count(1)
    reader.write("Z" + "\u0301" * 30)
    expect(reader.waiting().locator(".state")).to_contain_text(f"{OPEN}The message has more than")
    assert foreign(page) == []
    ada = people("Ada")
    ada.write("second")
    expect(reader.stored()).to_have_count(2)
    page.locator("#message").fill("x" * 4_003)
    expect(page.locator("#composer-note")).to_contain_text(OPEN)
    page.locator("#drawer-open").click()
    page.locator("#new-room-open").click()
    page.locator("#new-room-name").fill("a/b")
    page.locator("#new-room-name").press("Enter")
    expect(page.locator("#new-room-problem")).to_contain_text(OPEN)
    assert foreign(page) == []
    page.locator("#sidebar .invite-open").click()
    expect(page.locator("#invite")).to_be_visible()
    assert foreign(page) == []
    page.route("**/invite", _on_a_network)
    expect(page.locator("#invite .hints li")).to_have_count(1)
    assert foreign(page) == []
    page.locator("#invite-close").click()
    reader.context.set_offline(True)
    expect(page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    assert foreign(page) == []


def test_the_page_turns_around(reader: Person) -> None:
    page = reader.page
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    drawer = page.locator("#drawer-open")
    assert box_of(drawer)["x"] > 195
    eventually(page, lambda: left_of_side(page) >= 390)
    drawer.click()
    eventually(page, lambda: 0 < left_of_side(page) < 195)
    page.locator("#drawer-close").click()
    eventually(page, lambda: left_of_side(page) >= 390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_problem_within_another_is_said_in_the_table_s_words(reader: Person) -> None:
    outer = next(name for name, text in SENTENCES.items() if text.count("{") == 1)
    value = re.search(r"\{(\w+)", SENTENCES[outer])
    assert value is not None
    inner = next(name for name, text in SENTENCES.items() if "{" not in text)
    say = """async ([outer, value, code]) => {
      const { sayProblem } = await import('/static/js/words/words.js');
      const within = { code, values: {} };
      return sayProblem({ code: outer, values: { [value]: within }, description: 'As it came.' });
    }"""
    said = reader.page.evaluate(say, [outer, value[1], inner])
    assert said.count(OPEN) == 2
    assert f"{OPEN}{SENTENCES[inner]}{CLOSE}" in said
    assert reader.page.evaluate(say, [outer, value[1], "unheard-of"]) == "As it came."
