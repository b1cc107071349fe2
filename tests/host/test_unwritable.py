"""Which command mends a folder that cannot be written to."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from appliance.host.unwritable import mounted, problem
from appliance.host.volume import Inside, Owned, mend

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


def test_a_volume_becomes_a_users_by_what_its_container_was_started_with() -> None:
    data, outside = Path("/data"), "/srv/a chat"
    nobody = Owned(0, 0, 0o755)
    plain = Inside(10_001, 0, {0})
    assert mend(data, outside, plain, nobody) == (
        "data-volume",
        {"mend": "sudo chown -R 10001:0 '/srv/a chat'"},
    )
    assert mend(data, outside, plain, None) == mend(data, outside, plain, nobody)
    # As on a NAS, where everything has a user and a group of its own.
    name, values = mend(data, outside, Inside(1026, 100, {100}), Owned(10_001, 0, 0o770))
    assert (name, values["group"]) == ("data-volume-group", "0")


def test_users_have_other_numbers_outside_of_a_container_without_root() -> None:
    data, outside = Path("/data"), "/home/ann/chat"
    maps = ["         0       1000          1", "         1     100000      65536"]
    remapped = Inside(10_001, 0, {0}, maps, maps)
    assert mend(data, outside, remapped, None) == (
        "data-volume",
        {"mend": "sudo chown -R 110000:1000 /home/ann/chat"},
    )
    assert mend(data, outside, remapped._replace(podman=True), Owned(0, 0, 0o755)) == (
        "data-volume-mapped",
        {"option": "-v /home/ann/chat:/data:U"},
    )
    same = ["         0          0 4294967295"]
    rootful = Inside(10_001, 0, {0}, same, same, podman=True)
    assert mend(data, outside, rootful, None)[0] == "data-volume"


def test_what_the_mode_allows_and_selinux_does_not_needs_a_label() -> None:
    label = "system_u:system_r:container_t:s0:c1,c2"
    who = Inside(10_001, 0, {0}, label=label, podman=True)
    for owned, name in (
        (Owned(10_001, 0, 0o700), "data-volume-label"),
        (Owned(5, 0, 0o770), "data-volume-label"),
        (Owned(5, 6, 0o700), "data-volume"),
    ):
        assert mend(Path("/data"), "/srv/chat", who, owned)[0] == name
    assert mend(Path("/data"), "/srv/chat", who, Owned(10_001, 0, 0o700))[1] == {
        "option": "-v /srv/chat:/data:Z"
    }
