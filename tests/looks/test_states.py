"""What axe finds in every state of the page, in all colours, wide and narrow: nothing."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.looks.house import House
from tests.looks.pictures import DARK, FORCED, LIGHT
from tests.looks.states import STATES, State

AXE: Final = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")

RUN: Final = """async (options) => {
  const { violations } = await axe.run({ resultTypes: ['violations'], ...options });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => (
    `${id}: ${html.slice(0, 200)} ${failureSummary}`)));
}"""

ALL: Final[dict[str, Any]] = {}

OF_COLOURS: Final = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""What another scheme can change; two thirds of the time that all rules take (0.4 s)."""

OF_THE_REST: Final = {"rules": {rule: {"enabled": False} for rule in OF_COLOURS["runOnly"]}}
"""Colours that are the system's are no page's to choose, and a script is not told them: Chromium
answers the page's own ink on the system's ground."""

NARROW: Final[ViewportSize] = {"width": 390, "height": 740}


@pytest.fixture(scope="module")
def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all states: none changes what the next ones show."""
    with House(browser, tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_nothing_keeps_anybody_from_using_the_page(house: House, state: State) -> None:
    page = state(house)
    page.evaluate(AXE)
    found = {}
    for colours, rules in ((LIGHT, ALL), (DARK, OF_COLOURS), (FORCED, OF_THE_REST)):
        colours.put_on(page)
        found[colours.name] = page.evaluate(RUN, rules)
    LIGHT.put_on(page)
    page.set_viewport_size(NARROW)
    found["narrow"] = page.evaluate(RUN, OF_THE_REST)
    page.context.close()
    assert [f"{how}: {line}" for how, what in found.items() for line in what] == []
