"""The page as it is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.request import urlopen

import pytest

from tests.running import ROOT, RunningServer

IMPORT: Final = re.compile(r"^import [^;]*'(\.[\w./-]+\.js)';", re.MULTILINE)
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


def imported(name: str, known: set[str]) -> set[str]:
    """The module and all that it needs."""
    if name not in known:
        known.add(name)
        script = SCRIPTS / name
        for needed in IMPORT.findall(script.read_text()):
            imported(str((script.parent / needed).resolve().relative_to(SCRIPTS)), known)
    return known


def test_it_names_every_module_that_it_needs_and_no_other(page: str) -> None:
    named = re.findall(r'<link rel="modulepreload" href="/static/js/([^"]+)">', page)
    assert sorted(named) == sorted(imported("app.js", set()))
    assert len(named) == len(list(SCRIPTS.rglob("*.js"))) - 1  # incomplete.js is no module


def test_all_that_it_names_is_there(server: RunningServer, page: str) -> None:
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(addresses) > 40
    assert all(sent(server, address) for address in addresses)
