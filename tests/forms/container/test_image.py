"""What is in the image, and what is not."""

from __future__ import annotations

import secrets
import shutil
import tarfile
from pathlib import Path, PurePath
from typing import Any, Final

import pytest

from appliance import __version__
from tests.forms.container.engine import Engine
from tests.forms.container.image import build_with

MOST: Final = 40_000_000
"""Bytes; what an engine shows as 40 MB."""

OTHER: Final = "localhost/chat-appliance-tests/built-by-another"
USER, GROUP = 12345, 0
"""Whom it may run as: anybody of this group."""

MADE_BY_THE_ENGINE: Final = {"dev", "proc", "run", "sys"}

PAGE: Final = (
    *("app/_internal/appliance/ui/", "app/_internal/xstatic/pkg/jquery/data/jquery.min.js"),
)
SOURCES: Final = {".c", ".h", ".js", ".pxd", ".py", ".pyc", ".pyi", ".pyx", ".sh", ".ts"}


@pytest.fixture(scope="module")
def files(
    engine: Engine, image: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tarfile.TarInfo]:
    """Everything in a container that was never started, by its path."""
    archive = tmp_path_factory.mktemp("export") / "image.tar"
    made = engine.podman("create", image)
    engine.podman("export", "--output", str(archive), made)
    engine.podman("rm", "--volumes", made)
    with tarfile.open(archive) as whole:
        found = {PurePath(member.name).as_posix(): member for member in whole}
    archive.unlink()
    return {name: member for name, member in found.items() if _top(name) not in MADE_BY_THE_ENGINE}


@pytest.fixture(scope="module")
def settings(engine: Engine, image: str) -> dict[str, Any]:
    """What the image says of itself."""
    said: dict[str, Any] = engine.inspect(image)
    return said


def _top(name: str) -> str:
    return name.partition("/")[0]


def test_it_is_small(settings: dict[str, Any]) -> None:
    assert 10_000_000 < settings["Size"] <= MOST


def test_another_engine_builds_the_same_later(
    engine: Engine, image: str, clone: Path, tmp_path: Path
) -> None:
    later = Path(shutil.copytree(clone, tmp_path / "later"))
    # Nothing is made of this file; but no engine has seen this folder before, and all that follows
    # is done again.
    (later / "packaging" / "something").write_text(secrets.token_hex())
    other = build_with("buildah", engine, later, tmp_path, OTHER)
    ours, theirs = (engine.inspect(number) for number in (image, other))
    assert theirs["RootFS"]["Layers"] == ours["RootFS"]["Layers"]
    assert theirs["Config"] == ours["Config"]


def test_nothing_in_it_runs_but_the_chat(files: dict[str, tarfile.TarInfo]) -> None:
    runs = {
        name
        for name, member in files.items()
        if member.isfile() and member.mode & 0o111 and ".so" not in PurePath(name).name
    }
    assert runs == {"app/chat-appliance"}
    assert not [name for name, member in files.items() if member.mode & 0o6000 and name != "data"]


def test_no_package_manager_and_no_rest_of_a_system(files: dict[str, tarfile.TarInfo]) -> None:
    assert {_top(name) for name in files} - {"."} == {
        *("app", "data", "etc", "lib", "lib64", ".dockerenv"),
    }
    libraries = {PurePath(name).name.partition(".")[0] for name in files if name[:3] == "lib"}
    glibc = {"ld-linux-x86-64", "ld-linux-aarch64", "libc", "libdl", "libm", "libpthread", "librt"}
    folders = {"lib", "lib64", "x86_64-linux-gnu", "aarch64-linux-gnu"}
    assert libraries <= glibc | folders | {"libz", "libutil", "libresolv"}
    assert {"libc", "libm"} <= libraries
    etc = {name for name, member in files.items() if _top(name) == "etc" and member.isfile()}
    own = {"etc/passwd", "etc/group", "etc/nsswitch.conf"}
    assert own <= etc <= own | {"etc/hosts", "etc/hostname", "etc/resolv.conf", "etc/mtab"}


def test_no_source_lies_outside_of_the_bundle(files: dict[str, tarfile.TarInfo]) -> None:
    sources = [name for name in files if Path(name).suffix in SOURCES]
    assert len(sources) > 10
    assert [name for name in sources if not name.startswith(PAGE)] == []


def test_its_user_may_write_to_the_data_and_nowhere_else(
    files: dict[str, tarfile.TarInfo],
) -> None:
    writable = {name for name, member in files.items() if _may_write(member)}
    assert writable == {"data"}


def _may_write(member: tarfile.TarInfo) -> bool:
    if member.issym():
        return False
    bit = 0o200 if member.uid == USER else 0o020 if member.gid == GROUP else 0o002
    return bool(member.mode & bit)


def test_it_says_what_it_is_and_how_it_wants_to_run(settings: dict[str, Any]) -> None:
    labels = settings["Labels"]
    of = "org.opencontainers.image."
    assert labels[f"{of}title"] == "Chat Appliance"
    assert labels[f"{of}version"] == __version__
    assert labels[f"{of}licenses"] == "MIT"
    assert "source" in {name.removeprefix(of) for name in labels}
    config = settings["Config"]
    assert config["User"] == "10001:0"
    assert config["ExposedPorts"] == {"8080/tcp": {}}
    assert config["Volumes"] == {"/data": {}}
    assert config["Entrypoint"] + config["Cmd"] == ["chat-appliance", "serve"]
    assert settings["Healthcheck"]["Test"] == ["CMD", "chat-appliance", "health"]
