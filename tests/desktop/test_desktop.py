"""`install-desktop` and `uninstall-desktop`: real commands in a home of their own."""

from __future__ import annotations

import configparser
import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import unavailable
from tests.forms.form import Form
from tests.running import ROOT, START_SECONDS, eventually

ENTRY: Final = ".local/share/applications/chat-appliance.desktop"
AUTOSTART: Final = ".config/autostart/chat-appliance.desktop"
XDG: Final = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")


@dataclass
class Home:
    """A user's home folder, and the commands run in it."""

    path: Path
    form: Form

    def environment(self, **changes: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in XDG}
        return kept | {"HOME": str(self.path)} | changes

    def run(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.form.command, *arguments],
            cwd=ROOT,
            env=self.environment(**changes),
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )

    def install(self, *options: str, **changes: str) -> str:
        ended = self.run("install-desktop", *options, **changes)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def uninstall(self, **changes: str) -> str:
        ended = self.run("uninstall-desktop", **changes)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def tree(self) -> dict[str, bytes]:
        """All that is in it."""
        return {
            str(path.relative_to(self.path)): path.read_bytes() if path.is_file() else b"folder"
            for path in self.path.rglob("*")
        }

    def entry(self, name: str = ENTRY) -> configparser.SectionProxy:
        parser = configparser.ConfigParser(interpolation=None)
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read(self.path / name, "utf-8")
        return parser["Desktop Entry"]


@pytest.fixture
def home(tmp_path: Path, form: Form) -> Home:
    """A home in which there is something already."""
    path = tmp_path / "home"
    (path / ".local/share/chat-appliance").mkdir(parents=True)
    (path / ".local/share/chat-appliance/chat.db").write_text("what was said")
    return Home(path, form)


@pytest.mark.acceptance
def test_what_is_installed_is_taken_away_byte_for_byte(home: Home) -> None:
    before = home.tree()
    home.install("--autostart")
    assert home.tree().keys() > before.keys()
    kept = "What was said in the chat is kept"
    assert f"{kept} in {home.path / '.local/share/chat-appliance'}.\n" in home.uninstall()
    assert home.tree() == before
    (home.path / ".local/share/chat-appliance/chat.db").unlink()
    assert kept not in home.uninstall()


@pytest.mark.acceptance
def test_the_entries_are_valid(home: Home) -> None:
    home.install("--autostart")
    checker = shutil.which("desktop-file-validate")
    if checker is None:
        unavailable("desktop-file-validate is missing (apt-get install desktop-file-utils)")
    paths = [str(home.path / name) for name in (ENTRY, AUTOSTART)]
    checked = subprocess.run([checker, *paths], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")
    assert home.entry(AUTOSTART)["Exec"].endswith(" window --hidden")


@pytest.mark.acceptance
def test_the_entry_starts_this_program(home: Home) -> None:
    home.install()
    entry = home.entry()
    *command, last = shlex.split(entry["Exec"])
    assert last == "window"
    version = [
        subprocess.run(
            [*start, "--version"], cwd=cwd, capture_output=True, text=True, check=True
        ).stdout
        for start, cwd in ((command, entry.get("Path", "/")), (home.form.command, ROOT))
    ]
    assert version[0] == version[1] != ""


def test_a_desktop_starts_the_entry_of_a_folder_with_odd_letters(tmp_path: Path) -> None:
    """GLib reads the entry, as GNOME does; the quoting is right if the program runs."""
    launcher = shutil.which("gio")
    if launcher is None:
        unavailable("gio is missing (apt-get install libglib2.0-bin)")
    odd = tmp_path / 'a "b" $HOME `c` %f \\d é'
    odd.mkdir()
    program = odd / "program"
    program.write_text(f'#!/bin/sh\nprintf "%s" "$*" > {shlex.quote(str(tmp_path))}/said\n')
    program.chmod(0o755)
    code = (
        "import sys; from pathlib import Path; from appliance.desktop import entry, program;"
        "entry.install(program.Program((sys.argv[1],), Path('ui')), autostart=False)"
    )
    home = Home(tmp_path, Form.source())
    python = home.form.command[0]
    subprocess.run([python, "-c", code, str(program)], cwd=ROOT, env=home.environment(), check=True)
    subprocess.run([launcher, "launch", str(tmp_path / ENTRY)], env=home.environment(), check=True)
    said = tmp_path / "said"
    assert eventually(lambda: said.exists() and said.read_text()) == "window"


def test_a_file_that_was_changed_is_kept_and_named(home: Home) -> None:
    home.install()
    changed = home.path / ENTRY
    changed.write_text(changed.read_text() + "X-Mine=yes\n")
    assert f"Kept, because it was changed since it was installed: {changed}" in home.install()
    assert str(changed) in home.uninstall()
    left = [name for name, content in home.tree().items() if content != b"folder"]
    assert sorted(left) == [ENTRY, ".local/share/chat-appliance/chat.db"]


def test_a_file_of_somebody_else_is_never_overwritten(home: Home) -> None:
    foreign = home.path / ENTRY
    foreign.parent.mkdir()
    foreign.write_text("mine")
    before = home.tree()
    ended = home.run("install-desktop")
    assert ended.returncode != 0
    assert f"{foreign} is there already" in ended.stderr
    assert home.tree() == before


def test_installing_again_brings_the_entry_up_to_date(home: Home) -> None:
    before = home.tree()
    home.install("--autostart")
    first = home.tree()
    home.install("--autostart")
    assert home.tree() == first
    assert "Taken away" not in home.install(), "what was wished once stays"
    assert home.tree() == first
    assert f"Taken away:\n    {home.path / AUTOSTART}\n" in home.install("--no-autostart")
    assert AUTOSTART not in home.tree()
    assert AUTOSTART not in home.install()
    assert AUTOSTART not in home.tree()
    home.uninstall()
    assert home.tree() == before


def test_the_folders_of_xdg_are_honoured(home: Home, tmp_path: Path) -> None:
    before = home.tree()
    places = {name: str(tmp_path / name) for name in XDG}
    home.install("--autostart", **places)
    assert home.tree().keys() - before.keys() <= {".local/bin", ".local/bin/chat-appliance"}
    assert (tmp_path / "XDG_DATA_HOME/applications/chat-appliance.desktop").is_file()
    assert (tmp_path / "XDG_CONFIG_HOME/autostart/chat-appliance.desktop").is_file()
    home.uninstall(**places)
    assert home.tree() == before
    assert [name for name in places.values() if Path(name).exists()] == []


def test_without_a_home_it_says_so(home: Home, tmp_path: Path) -> None:
    ended = home.run("install-desktop", HOME=str(tmp_path / "none"))
    assert ended.returncode != 0
    assert "does not exist: nothing can be installed into it." in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "none").exists()


def test_a_place_that_cannot_be_written_to_is_a_sentence(home: Home) -> None:
    (home.path / ".local/share/applications").write_text("a file")
    before = home.tree()
    ended = home.run("install-desktop")
    assert ended.returncode != 0
    assert "Not everything could be installed" in ended.stderr
    assert "Traceback" not in ended.stderr
    (home.path / ".local/share/applications").unlink()
    home.install()
    home.uninstall()
    assert home.tree().keys() == before.keys() - {".local/share/applications"}


def test_removing_nothing_says_so(home: Home) -> None:
    before = home.tree()
    assert "Nothing was installed here." in home.uninstall()
    assert home.tree() == before


def test_a_built_executable_is_copied_also_while_the_old_one_runs(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", Form.source())
    home.path.mkdir()
    code = (
        "import sys; from pathlib import Path; from appliance.desktop import entry, program;"
        "built = Path(sys.argv[1]);"
        "chosen = program.Program((str(built),), Path('ui'), executable=built);"
        "entry.install(chosen, autostart=False)"
    )
    target = home.path / ".local/bin/chat-appliance"
    for name in ("/bin/sleep", "/bin/true"):
        subprocess.run(
            [home.form.command[0], "-c", code, name],
            cwd=ROOT,
            env=home.environment(),
            check=True,
        )
        assert target.read_bytes() == Path(name).read_bytes()
        if name == "/bin/sleep":
            running = subprocess.Popen([target, "60"])
    assert running.poll() is None
    running.kill()
    running.wait()
    start, word = shlex.split(home.entry()["Exec"])
    assert word == "window"
    assert Path(start).read_text().splitlines()[-1] == f'exec {target} "$@"'
    assert home.entry()["TryExec"] == str(target)
    home.uninstall()
    assert home.tree() == {}
