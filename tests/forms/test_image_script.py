"""Which engine builds the image, and what the image says of where it comes from."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.running import ROOT


class Engines:
    """A computer with these, of which each says how it was called and builds nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("docker", "podman", "buildah"):
            self.put(name, f'echo {name} "$@"')

    def put(self, name: str, does: str) -> None:
        program = self.folder / name
        program.write_text(f"#!/bin/sh\n{does}\n")
        program.chmod(0o755)

    def build(self, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [ROOT / "packaging" / "image"],
            env={"PATH": f"{self.folder}:{os.environ['PATH']}", **variables},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def engines(tmp_path: Path) -> Engines:
    return Engines(tmp_path)


def test_a_docker_without_its_daemon_leaves_the_work_to_the_next(engines: Engines) -> None:
    assert engines.build().stdout.splitlines()[-1].startswith("docker build ")
    engines.put("docker", '[ "$1" != info ] && echo docker "$@"')
    ended = engines.build()
    assert ended.stdout.startswith("podman build --format docker ")
    assert "docker does not answer here" in ended.stderr
    assert engines.build(ENGINE="docker").stdout.startswith("docker build ")


@pytest.mark.parametrize(
    ("origin", "source"),
    [
        ("https://somebody:token@example.org/chat.git", "https://example.org/chat.git"),
        ("ssh://git@example.org/chat", "ssh://example.org/chat"),
        ("/home/somebody/chat", ""),
        ("file:///home/somebody/chat", ""),
    ],
)
def test_an_image_says_which_sources_it_is_of_and_nothing_of_this_computer(
    engines: Engines, origin: str, source: str
) -> None:
    engines.put(
        "git",
        f'case "$1" in config) echo {origin} ;; rev-parse) echo 12ab ;; *) echo 2026-03-01 ;; esac',
    )
    said = engines.build(ENGINE="docker").stdout
    assert f"SOURCE={source} --build-arg REVISION=12ab --build-arg CREATED=2026-03-01 " in said
