"""Containers for the tests; `engine` and `image` come from above."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forms.container.container import RunningContainer
from tests.forms.container.engine import Engine


@pytest.fixture
def container(engine: Engine, image: str, tmp_path: Path) -> Iterator[RunningContainer]:
    """One of the test's own, with a folder as its volume."""
    with RunningContainer(engine, image, tmp_path / "data") as running:
        yield running
