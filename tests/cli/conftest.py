from collections.abc import Iterator

import pytest

from tests.running import RunningServer


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server for all tests of a module: each uses rooms of its own."""
    with RunningServer(tmp_path_factory.mktemp("chat") / "data") as running:
        yield running
