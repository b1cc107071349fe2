"""What `make dist-older` left in dist, on a bare Debian 11: a system that it is for."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.conftest import unavailable
from tests.forms.bare_system import BareSystem, NoBareSystem
from tests.running import ROOT, RunningServer

OLDER: Final = ROOT / "dist" / "older" / "chat-appliance-headless"


@pytest.fixture(scope="module")
def bullseye(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareSystem]:
    """Nothing of what it was built with is in there."""
    root = tmp_path_factory.mktemp("bullseye") / "root"
    try:
        yield BareSystem(root, "bullseye")
    except NoBareSystem as reason:
        unavailable(str(reason))
    finally:
        shutil.rmtree(root, ignore_errors=True)


def test_somebody_chats_there(bullseye: BareSystem, tmp_path: Path) -> None:
    program = bullseye.bring(OLDER)
    here = ("env", f"TMPDIR={tmp_path}", program)
    (tmp_path / "data.tmp").mkdir()  # where the server is told to unpack itself
    bullseye.own(tmp_path)
    with RunningServer(
        tmp_path / "data", command=bullseye.command(tmp_path, program, "serve"), cwd=tmp_path
    ) as server:
        at = ("--url", server.url)
        assert bullseye.run(tmp_path, *here, "health", *at) == "ok\n"
        bullseye.run(tmp_path, *here, "send", *at, "--nick", "Ada", "from an older system")
        said = bullseye.run(tmp_path, *here, "tail", *at, "--no-follow")
        assert said.endswith(" Ada: from an older system\n")
        assert server.stop() == 0


def test_its_bill_says_which_glibc_is_enough_and_so_does_the_readme() -> None:
    (least,) = [each["value"] for each in bill()["metadata"]["component"]["properties"]]
    assert tuple(map(int, least.split("."))) <= (2, 31)
    assert "glibc 2.31 is enough" in " ".join((ROOT / "README.md").read_text().split())


def test_its_bill_has_the_openssl_that_was_compiled_for_it() -> None:
    versions = {each["name"]: each["version"] for each in bill()["components"]}
    assert versions["openssl"].startswith("3.0.")
    assert "libssl1.1" not in versions


def bill() -> dict[str, Any]:
    """What lies beside it."""
    text: dict[str, Any] = json.loads(OLDER.with_suffix(".cdx.json").read_text("utf-8"))
    return text
