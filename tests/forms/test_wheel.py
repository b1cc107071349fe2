import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.running import ROOT, RunningServer


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that `pip install .` would make."""
    folder = tmp_path_factory.mktemp("wheel")
    command = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps")
    subprocess.run([*command, "--no-build-isolation", "-w", folder, ROOT], check=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_page_and_the_migrations(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    page = {f"appliance/ui/{path.relative_to(ROOT / 'ui')}" for path in (ROOT / "ui").rglob("*.*")}
    assert page <= names
    assert "appliance/feed/sqlite/migrations/0001-log.sql" in names
    assert {"appliance/web/openapi.json", "appliance/py.typed"} <= names


def test_the_installed_command_serves_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "venv"
    venv.create(place, with_pip=False)
    packages = place / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
    # What it depends on is taken from the environment of the tests; the package is not.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = (sys.executable, "-m", "pip", "--python", str(place), "install", "--quiet")
    subprocess.run([*pip, "--no-deps", "--no-index", wheel], check=True, timeout=120)
    command = place / "bin" / "chat-appliance"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    shown = subprocess.run(
        [command, "--version"],
        cwd=elsewhere,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert shown.stdout.startswith("chat-appliance ")
    with RunningServer(tmp_path / "data", command=(str(command), "serve"), cwd=elsewhere) as server:
        server.post("from the wheel")
        assert [entry["message"] for entry in server.log()] == ["from the wheel"]
        assert server.stop() == 0
