"""Where there is no room: a sentence at every step, words go on, and room is given back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.disk import failing, mounted
from tests.running import RunningServer
from tests.server.uploader import Uploader, patching

MEGABYTE = 1024**2


def test_shares_and_the_room_for_all_are_held_and_given_back(tmp_path: Path) -> None:
    limits = ("--max-file", "3", "--max-member-files", "4", "--max-files", "6")
    with RunningServer(tmp_path / "data", *limits) as server:
        ada, ben = Uploader(server), Uploader(server)
        said = ada.say(ada.put(b"a" * (3 * MEGABYTE)))
        heard = ada.upload(2 * MEGABYTE)
        assert (heard.status, heard.code) == (507, "files-share-full")
        assert heard.json["values"] == {"most": 4}
        ben.put(b"b" * (2 * MEGABYTE))
        heard = ben.upload(2 * MEGABYTE)
        assert (heard.status, heard.code) == (507, "files-full")
        # Two that were begun while there was room for either.
        first, second = ben.begun(MEGABYTE - 10), Uploader(server).begun(MEGABYTE - 10)
        assert ben.patch(first, 0, bytes(MEGABYTE - 10)).status == 204
        eve = Uploader(server)
        heard = eve.patch(second, 0, b"x" * (MEGABYTE - 10))
        assert (heard.status, heard.code) == (507, "files-full")
        assert server.post("words go on")["status"] == "sent"
        ada.do("DELETE", f"/messages/{said['id']}")
        at = eve.head(second).offset
        assert eve.patch(second, at, b"x" * (MEGABYTE - 10 - at)).status == 204


def test_uploads_end_before_the_log_has_no_room(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    with (
        mounted(tmp_path / "disk", f"size={1024 + 12}m"),
        RunningServer(tmp_path / "disk" / "data") as server,
    ):
        ada = Uploader(server)
        heard = ada.upload(20 * MEGABYTE)
        assert (heard.status, heard.code) == (507, "files-disk-low")
        id_ = ada.begun(8 * MEGABYTE)
        (tmp_path / "disk" / "others").write_bytes(bytes(6 * MEGABYTE))
        heard = ada.patch(id_, 0, b"x" * (8 * MEGABYTE))
        assert (heard.status, heard.code) == (507, "files-disk-low")
        assert heard.json["values"] == {"megabytes": 1024}
        assert server.post("words go on")["status"] == "sent"
        (tmp_path / "disk" / "others").unlink()
        at = ada.head(id_).offset
        assert 0 < at < 6 * MEGABYTE
        assert ada.patch(id_, at, b"x" * (8 * MEGABYTE - at)).status == 204
        ada.say(id_)
        assert ada.read(id_).body == b"x" * (8 * MEGABYTE)


@pytest.mark.parametrize("in_pieces", [True, False])
def test_a_disk_that_fails_is_said_and_the_offset_stays_where_it_was(
    tmp_path: Path, in_pieces: bool
) -> None:
    with RunningServer(tmp_path / "data") as server:
        ada = Uploader(server)
        id_ = ada.begun(MEGABYTE)
        ada.patch(id_, 0, b"a" * 1_000)
        with failing(server.pid, 300_000):
            if in_pieces:
                heard = ada.patch(id_, 1_000, b"b" * (MEGABYTE - 1_000))
            else:
                heard = ada.ask("POST", "/files?name=a", b"b" * MEGABYTE)
            assert heard.status in {503, 507}
            assert heard.code in {"files-unusable", "files-disk-full"}
        at = ada.head(id_).offset
        assert at < 300_001
        assert ada.patch(id_, at, b"b" * (MEGABYTE - at)).status == 204
        ada.say(id_)
        assert ada.read(id_).body == b"a" * 1_000 + b"b" * (MEGABYTE - 1_000)


def test_uploads_that_lie_about_are_bounded(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data") as server:
        ada = Uploader(server)
        ids = [ada.begun(10) for _ in range(100)]
        heard = ada.upload(10)
        assert (heard.status, heard.code) == (429, "uploads-many")
        assert int(heard.headers["Retry-After"]) > 0
        assert ada.ask("DELETE", f"/uploads/{ids[0]}", Tus_Resumable="1.0.0").status == 204
        assert ada.upload(10).status == 201
        assert ada.ask("PATCH", f"/uploads/{ids[1]}", b"x" * 10, **patching(0)).status == 204
