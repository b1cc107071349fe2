"""Which command mends a folder that cannot be written to."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from appliance.host.unwritable import mounted, problem

MOUNTS = [
    "21 1 0:19 / / rw - overlay overlay rw",
    "22 21 254:1 /srv/a\\040chat /data rw,relatime - ext4 /dev/vda rw",
    "23 21 0:20 / /proc rw - proc proc rw",
]


def test_the_folder_behind_a_mount_is_found_with_its_blanks() -> None:
    assert mounted(Path("/data"), MOUNTS) == "/srv/a chat"
    assert mounted(Path("/data/inner"), MOUNTS) is None
    assert mounted(Path("/data"), [*MOUNTS[:1], "", "nonsense"]) is None


def test_a_disk_for_reading_only_is_no_matter_of_owners() -> None:
    said = str(problem(Path("/data"), OSError(errno.EROFS, "Read-only file system")))
    assert "cannot be written to: Read-only file system. Mount it writable for user" in said
    assert "chown" not in said


def test_a_full_disk_is_no_matter_of_rights(tmp_path: Path) -> None:
    for number in (errno.ENOSPC, errno.EDQUOT):
        said = str(problem(tmp_path, OSError(number, os.strerror(number))))
        assert "is full: no space is left" in said
        assert "chown" not in said
