"""`server` and `browser` come from the folder above."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.neighbours import Neighbours, as_file
from tests.browser.people import People, group_at
from tests.conftest import CHROMIUM_OPTIONS, chromium
from tests.running import DEADLINE, RunningServer

expect.set_options(timeout=DEADLINE * 1000)


@pytest.fixture
def people(browser: Browser, server: RunningServer) -> Iterator[People]:
    """At a chat that is this test's alone."""
    with group_at(browser, server.url) as group:
        yield group


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One for all tests of a file, where each has rooms of its own."""
    with RunningServer(tmp_path_factory.mktemp("chat") / "data") as running:
        yield running


@pytest.fixture
def folk(browser: Browser, chat: RunningServer) -> Iterator[People]:
    """At the chat that a file's tests share."""
    with group_at(browser, chat.url) as group:
        yield group


@pytest.fixture(scope="module")
def neighbours() -> Iterator[Neighbours]:
    with Neighbours() as two:
        yield two


@pytest.fixture(scope="module")
def indoors(
    browser: Browser, neighbours: Neighbours, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """A browser on the machine with the chat."""
    path = tmp_path_factory.mktemp("indoors") / "chromium"
    program = as_file(neighbours.home(chromium()), path)
    launched = browser.browser_type.launch(executable_path=program, args=CHROMIUM_OPTIONS)
    yield launched
    launched.close()
