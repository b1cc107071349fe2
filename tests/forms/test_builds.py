"""The environments that executables are built in: the Makefile makes them, each in its checkout."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from tests.forms.builds import ENVIRONMENTS, Builds
from tests.running import ROOT


class Refused(Exception):
    pass


def refuse(why: str) -> NoReturn:
    raise Refused(why)


@pytest.mark.parametrize("window", list(ENVIRONMENTS))
def test_an_environment_that_is_a_link_is_not_emptied(tmp_path: Path, window: str) -> None:
    for name in ("Makefile", "packaging"):
        (tmp_path / name).symlink_to(ROOT / name)
    another = tmp_path / "another"
    another.mkdir()
    (another / "kept").touch()
    (tmp_path / ENVIRONMENTS[window]).symlink_to(another)
    with pytest.raises(Refused, match="is a link"):
        Builds(tmp_path / "forms", refuse, tmp_path).python(window)
    assert [path.name for path in another.iterdir()] == ["kept"]
