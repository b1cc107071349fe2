"""The data folder and its one owner."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from appliance.errors import Starting
from appliance.host.data import DataFolder
from tests.running import ROOT

HOLD = """
import sys
from pathlib import Path
from appliance.host.data import DataFolder
folder = DataFolder(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_the_folder_is_made_with_all_above_it(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    assert folder.database == tmp_path / "a" / "b" / "chat.db"
    folder.close()


def test_one_has_it_at_a_time(tmp_path: Path) -> None:
    first = DataFolder(tmp_path)
    with pytest.raises(Starting, match=r"Another chat is running .*--data"):
        DataFolder(tmp_path)
    first.close()
    DataFolder(tmp_path).close()


def test_the_lock_goes_with_the_process_however_it_ends(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Starting, match="Another chat"):
            DataFolder(tmp_path)
        holder.kill()
        holder.wait(10)
    DataFolder(tmp_path).close()


@pytest.mark.parametrize("inside", [".", "data"])
def test_a_file_is_no_folder(tmp_path: Path, inside: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(Starting, match=r"is a file.*Choose another folder with --data"):
        DataFolder(tmp_path / "file" / inside)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_lock_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "chat.lock").mkdir()
    with pytest.raises(Starting, match=r"cannot be written to: Is a directory\. .*user \d+"):
        DataFolder(tmp_path)
