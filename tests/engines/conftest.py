"""The browsers, each started once; `server` comes from the folder above."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engines.firefox import Firefox
from tests.engines.people import People
from tests.engines.tab import Engine
from tests.engines.webkit import WebKit
from tests.running import RunningServer


@pytest.fixture(scope="session", params=["firefox", "webkit"])
def driven(
    request: pytest.FixtureRequest, display: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp(request.param)
    browser = Firefox(folder) if request.param == "firefox" else WebKit(folder, display)
    with browser:
        yield browser


@pytest.fixture
def people(driven: Engine, server: RunningServer) -> Iterator[People]:
    """Every test ends with the same question: no script error, no CSP violation."""
    group = People(driven, lambda host: f"http://{host}:{server.port}/")
    yield group
    group.leave()
