"""podman and buildah, as this machine lets them be."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

from tests.conftest import unavailable

SECONDS: Final = 60.0

PROCESSES: Final = 32_000
"""More than a container needs, and no more than buildah leaves itself."""

HARDENED: Final = (
    *("--read-only", "--cap-drop", "all", "--security-opt", "no-new-privileges"),
    *("--user", "12345:0"),
)
"""With no right but to be there, as a user that the image does not know."""


class Engine:
    """Runs containers and builds images; its settings lie in `folder`."""

    def __init__(self, folder: Path) -> None:
        for program in ("podman", "buildah"):
            if os.geteuid() != 0 or shutil.which(program) is None:
                unavailable(f"containers need root and {program} (apt-get install {program})")
        settings = folder / "containers.conf"
        settings.write_text(_settings())
        self.environment = {**os.environ, "CONTAINERS_CONF": str(settings)}

    def podman(self, *words: str, seconds: float = SECONDS) -> str:
        """What it prints; fails unless it ends well."""
        return self._done(seconds, "podman", *words).strip()

    def tried(self, *words: str, seconds: float = SECONDS) -> subprocess.CompletedProcess[str]:
        """podman, however it ends."""
        return subprocess.run(
            ["podman", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )

    def inspect(self, name: str) -> dict[str, Any]:
        """What podman knows of a container, image or volume."""
        found: dict[str, Any] = json.loads(self.podman("inspect", name))[0]
        return found

    def _done(self, seconds: float, *command: str) -> str:
        done = subprocess.run(
            command,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )
        said = f"{done.stdout[-4_000:]}{done.stderr[-4_000:]}"
        assert done.returncode == 0, f"{command} ended with {done.returncode}: {said}"
        return done.stdout


def _settings() -> str:
    """Podman asks for more files than a machine may have, where nobody says how many."""
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    _, processes = resource.getrlimit(resource.RLIMIT_NPROC)
    few = PROCESSES if processes == resource.RLIM_INFINITY else min(PROCESSES, processes)
    limits = f'"nofile={files}:{files}", "nproc={few}:{few}"'
    lines = ["[containers]", f"default_ulimits = [{limits}]"]
    if not Path("/run/systemd/system").exists():
        lines += ["[engine]", 'cgroup_manager = "cgroupfs"', 'events_logger = "file"']
    return "\n".join(lines) + "\n"
