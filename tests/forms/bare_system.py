"""A Debian with nothing but what every Debian has, for executables that must bring the rest."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from tests.forms.debian import SUITE, debian

USER: Final = 4321
"""Runs everything there. It has no name, no shell and no rights."""

HOME: Final = "/home/somebody"
PROGRAMS: Final = "/opt"

MIRROR: Final = "http://deb.debian.org/debian"
"""Where the packages come from, unless apt of this system knows another place."""

ENTER: Final = f"""
root=$1 shared=$2
shift 2
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mkdir -p "$root$shared" "$root/tmp/.X11-unix"
mount --bind "$shared" "$root$shared"
[ ! -d /tmp/.X11-unix ] || mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
cd "$root"
pivot_root . .
umount --lazy .
exec chroot --userspec={USER}:{USER} . env HOME={HOME} PATH=/usr/bin:/bin "$@"
"""
"""A root of its own, not only a changed one: in a chroot the kernel allows no user namespaces,
and without them Chromium has no sandbox. The mounts end with the last process in there.
"""


class NoBareSystem(Exception):
    """It cannot be made here; the text says why."""


class BareSystem:
    """It lies in `root`. Its network is this machine's, its processes are seen from here."""

    def __init__(self, root: Path, release: str = SUITE) -> None:
        """Raises NoBareSystem."""
        self.root = root
        missing = [name for name in ("debootstrap", "unshare") if shutil.which(name) is None]
        if os.geteuid() != 0 or missing:
            raise NoBareSystem("a bare Debian needs root, debootstrap and unshare")
        if release == SUITE:
            subprocess.run(["cp", "--archive", debian(), root], check=True)
        else:
            _bootstrap(release, root)
        home = root / HOME[1:]
        home.mkdir()
        os.chown(home, USER, USER)

    def install(self, *packages: str) -> None:
        """Add these packages and what they cannot be without. Raises CalledProcessError."""
        for words in (["update", "-qq"], ["install", "-qq", "-y", *packages]):
            subprocess.run(
                ["chroot", self.root, "apt-get", "--no-install-recommends", *words],
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive"},
                capture_output=True,
                check=True,
                timeout=600,
            )

    def bring(self, executable: Path) -> str:
        """Copy it there; returns its path in there."""
        path = f"{PROGRAMS}/{executable.name}"
        shutil.copy(executable, self.root / path[1:])
        return path

    def own(self, folder: Path) -> None:
        """Give the folder and all that is in it to the user."""
        for path in (folder, *folder.rglob("*")):
            os.chown(path, USER, USER)

    def command(self, shared: Path, *words: str) -> tuple[str, ...]:
        """What runs `words` in there, as the user. `shared` is a folder that is there as well as
        here, at the same place.
        """
        unshare = ("unshare", "--mount", "--propagation", "private", "sh", "-euc", ENTER, "enter")
        return (*unshare, str(self.root), str(shared), *words)

    def run(self, shared: Path, *words: str) -> str:
        """What a short command says in there."""
        done = subprocess.run(
            self.command(shared, *words), capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout


def _bootstrap(release: str, root: Path) -> None:
    command = ["debootstrap", "--variant=minbase", release, str(root), _mirror(release)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode != 0:
        raise NoBareSystem(f"debootstrap failed: {(done.stdout + done.stderr)[-1000:]}")


def _mirror(release: str) -> str:
    """From where apt has it here."""
    wanted = ("Created-By: Packages", "Origin: Debian", f"Codename: {release}")
    known = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)", *wanted],
        capture_output=True,
        text=True,
        check=False,
    )
    return known.stdout.split("\n", 1)[0] or MIRROR
