"""The image, built as anybody would build it: from what git knows, on a Debian."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

from tests.alone import alone
from tests.forms.container.engine import Engine
from tests.forms.debian import SUITE, debian, trust_as_here
from tests.running import ROOT

BASE: Final = f"localhost/chat-appliance-tests/debian:{SUITE}"
IMAGE: Final = "localhost/chat-appliance-tests/chat-appliance"
BUILD_SECONDS: Final = 900.0
PYTHON: Final = ("ca-certificates", "python3", "python3-venv")


def build(engine: Engine, clone: Path, folder: Path) -> str:
    """The image of what lies in `clone`; `folder` is for what it takes."""
    return build_with("podman", engine, clone, folder)


def build_with(program: str, engine: Engine, clone: Path, folder: Path, image: str = IMAGE) -> str:
    """What `make image` does, on our own Debian instead of one from a registry; one at a time,
    since who begins while another builds finds nothing of what that one makes. The image by its
    number: other tests, of other sources, may take the name at any time.
    """
    with alone("image"):
        import_base(engine, folder)
        subprocess.run(
            [clone / "packaging" / "image", "--build-arg", f"BASE={BASE}"],
            # Builds may run where containers may not nest.
            env={
                **engine.environment,
                "ENGINE": program,
                "IMAGE": image,
                "BUILDAH_ISOLATION": "chroot",
            },
            capture_output=True,
            check=True,
            timeout=BUILD_SECONDS,
        )
        number: str = engine.inspect(image)["Id"]
        return number


def import_base(engine: Engine, folder: Path) -> None:
    """Make the image that the build begins with, unless an earlier session did."""
    if engine.tried("image", "exists", BASE).returncode == 0:
        return
    root, archive = folder / "debian", folder / "debian.tar"
    subprocess.run(["cp", "--archive", debian(PYTHON), root], check=True)
    trust_as_here(root)
    subprocess.run(["tar", "--create", "--file", archive, "--directory", root, "."], check=True)
    engine.podman("import", str(archive), BASE, seconds=300)
    archive.unlink()
    shutil.rmtree(root)


def copy_clean(clone: Path) -> None:
    """What a clone of the next commit would hold: nothing that git ignores."""
    clone.mkdir()
    known = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(known, cwd=ROOT, capture_output=True, check=True).stdout.split(b"\0")
    there = b"\0".join(name for name in listed if name and (ROOT / name.decode()).exists())
    packed = ("tar", "--create", "--null", "--files-from", "-")
    archive = subprocess.run(packed, cwd=ROOT, input=there, capture_output=True, check=True).stdout
    subprocess.run(["tar", "--extract", "--directory", clone], input=archive, check=True)
