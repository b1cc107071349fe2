"""The executables on a Debian 12 with nothing of Python in it, as a plain user."""

from __future__ import annotations

import json
import re
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import unavailable
from tests.forms.bare_system import USER, BareSystem, NoBareSystem
from tests.forms.builds import Builds
from tests.forms.test_executable import inside
from tests.running import ROOT, RunningServer, eventually, metric
from tests.window.desk import Desk
from tests.window.screen import Screen

START_SECONDS: Final = 60.0
"""For a first start that has to unpack 400 MB, on a machine that does something else as well."""


def listed(name: str) -> list[str]:
    """The packages in a list of packaging/."""
    lines = (ROOT / "packaging" / name).read_text().splitlines()
    return [line for line in lines if not line.startswith("#")]


QT_PACKAGES: Final = listed("qt-packages")
QT_LIBRARIES: Final = listed("qt-libraries")
QT_BINARY: Final = re.compile(r"PySide6/.*(\.so(\.\d+)*|/QtWebEngineProcess)$")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareSystem]:
    """As it was installed."""
    root = tmp_path_factory.mktemp("bare") / "root"
    try:
        yield BareSystem(root)
    except NoBareSystem as reason:
        unavailable(str(reason))
    finally:
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(scope="module")
def with_packages(bare: BareSystem) -> BareSystem:
    """With what the window of Qt is said to need. Comes after the tests without it."""
    bare.install(*QT_PACKAGES)
    return bare


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder that is there as well as here."""
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


def test_there_is_no_python_and_nothing_of_ours(bare: BareSystem, shared: Path) -> None:
    # For debuggers of C++ that have a Python of their own.
    assert list(bare.root.rglob("*python*")) == [bare.root / "usr/share/gcc/python"]
    assert not bare.root.joinpath(*ROOT.parts[1:]).exists()
    assert bare.run(shared, "id", "--user") == "4321\n"


def test_the_headless_one_serves_there(bare: BareSystem, builds: Builds, shared: Path) -> None:
    program = bare.bring(builds.get("none"))
    (shared / "data.tmp").mkdir()  # where the server is told to unpack itself
    bare.own(shared)
    with RunningServer(
        shared / "data", command=bare.command(shared, program, "serve"), cwd=shared
    ) as server:
        said = server.post("from a bare system")
        heard = server.get("/sub?since=0")["messages"]
        assert [(entry["id"], entry["message"]) for entry in heard] == [
            (said["id"], "from a bare system")
        ]
        assert (shared / "data").stat().st_uid == USER
        assert server.stop() == 0


def test_the_one_with_qt_says_which_packages_it_lacks(
    bare: BareSystem, builds: Builds, shared: Path
) -> None:
    command = bare.command(shared, bare.bring(builds.get("qt")))
    with Screen() as screen, Desk(shared, command, environment=seen_on(screen)) as desk:
        bare.own(shared)
        desk.start()
        said = eventually(
            desk.said, lambda said: "The chat opens in your browser" in said, START_SECONDS
        )
        assert f"'apt install {' '.join(QT_PACKAGES)}'" in said
        assert "webkit" not in said.lower()
        url = eventually(desk._server, bool, START_SECONDS)["url"]
        assert messages(url) == []


def test_the_one_with_qt_opens_its_window_there(
    with_packages: BareSystem, builds: Builds, shared: Path
) -> None:
    command = with_packages.command(shared, with_packages.bring(builds.get("qt")))
    with Screen() as screen, Desk(shared, command, environment=seen_on(screen)) as desk:
        with_packages.own(shared)
        desk.start()
        url = eventually(desk._server, bool, START_SECONDS)["url"]
        (window,) = eventually(lambda: screen.windows("lobby"), bool, START_SECONDS)
        eventually(lambda: metric(url, "chat_polls_parked"), bool, START_SECONDS)
        eventually(lambda: screen.colours(window), lambda colours: colours > 100)
        screen.picture("bare-system-qt")
        assert has_sandbox(desk), desk.said()
        screen.type("Ada")
        screen.key("Tab")
        screen.type("typed on a bare system")
        screen.key("Return")
        eventually(lambda: messages(url), lambda said: said == ["typed on a bare system"])


def test_all_that_qt_links_to_is_in_the_list_for_building(
    with_packages: BareSystem, builds: Builds
) -> None:
    """Last, since afterwards the system is not so bare any more."""
    names = [name for name in inside(builds, "qt", "")["files"] if QT_BINARY.match(name)]
    assert len(names) > 20
    folder = next((ROOT / ".venv-qt" / "lib").glob("python3*/site-packages"))
    with_packages.install(*QT_LIBRARIES)
    said = with_packages.run(folder, "ldd", *(str(folder / name) for name in names))
    assert [line for line in said.splitlines() if "not found" in line] == []


def test_the_readme_says_where_the_list_of_packages_is() -> None:
    assert "packaging/qt-packages" in (ROOT / "README.md").read_text()


def seen_on(screen: Screen) -> dict[str, str]:
    """All that is said to the program about the world around it."""
    return {"DISPLAY": screen.display, "LANG": "C.UTF-8", "CHAT_PORT": "0"}


def has_sandbox(desk: Desk) -> bool:
    """Whether Chromium keeps some of its processes in a user namespace of their own."""
    ours = Path("/proc/self/ns/user").readlink()
    theirs = (Path(f"/proc/{number}/ns/user") for number in desk.processes())
    return any(path.readlink() != ours for path in theirs if path.is_symlink())


def messages(url: str) -> list[str]:
    """What was said in the lobby."""
    with urllib.request.urlopen(f"{url}rooms/lobby/messages", timeout=30) as answer:
        return [entry["message"] for entry in json.load(answer)["messages"]]
