"""Changing a file: nothing is lost where it is killed or has no room."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.media import film
from appliance.media.cut import cut
from appliance.media.edits import Patch, anew, in_place
from appliance.media.source import BLOCK, SourceFile, Unsure
from tests.disk import fill, mounted
from tests.media.pieces import EVERYTHING, SECRET

IN_PLACE = ("film", "avif", "heic", "webm", "wave", "mp3", "flac")
AT_ONCE = 16
"""Bytes that the system writes all or none of."""


def test_a_new_file_has_what_was_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    data = os.urandom(3 * BLOCK)
    path.write_bytes(data)
    changes = [Patch(1, 5, b"longer than before"), Patch(BLOCK, 2 * BLOCK + 7)]
    assert anew(path, lambda _: iter(changes))
    assert (
        path.read_bytes()
        == data[:1] + b"longer than before" + data[5:BLOCK] + data[2 * BLOCK + 7 :]
    )


def test_in_place_nothing_moves_and_the_rest_is_zeros(tmp_path: Path) -> None:
    path = tmp_path / "file"
    data = os.urandom(3 * BLOCK)
    path.write_bytes(data)
    assert in_place(
        path, lambda _: iter([Patch(5, 2 * BLOCK + 1, b"ab"), Patch(3 * BLOCK - 1, 1 << 60)])
    )
    zeros = bytes(2 * BLOCK + 1 - 7)
    assert path.read_bytes() == data[:5] + b"ab" + zeros + data[2 * BLOCK + 1 : -1] + b"\0"


def test_the_same_place_is_not_overwritten_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(1_000))

    def again_and_again(source: SourceFile) -> Iterator[Patch]:
        while True:
            yield Patch(0, source.size, b"x")

    with pytest.raises(Unsure):
        in_place(path, again_and_again)


@pytest.mark.parametrize("name", IN_PLACE)
def test_killed_at_any_moment_and_run_again_it_comes_to_the_same_end(
    tmp_path: Path, name: str
) -> None:
    """Each write of the first run is its last one once, or is broken off in its middle."""
    path = tmp_path / "file"
    path.write_bytes(EVERYTHING[name])
    written: list[tuple[int, bytes]] = []
    overwrite = SourceFile.overwrite

    def noted(source: SourceFile, at: int, data: bytes) -> None:
        written.append((at, data))
        overwrite(source, at, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SourceFile, "overwrite", noted)
        done = cut(path)
    end = path.read_bytes()
    assert written
    half = bytearray(EVERYTHING[name])
    for at, data in written:
        if len(data) > AT_ONCE:
            half[at : at + len(data) // 2] = data[: len(data) // 2]
        path.write_bytes(half)
        assert cut(path).kind == done.kind
        assert path.read_bytes() == end
        half[at : at + len(data)] = data


def test_on_a_full_disk_the_file_stays_and_the_one_who_asked_is_told(tmp_path: Path) -> None:
    with mounted(tmp_path, "size=1m"):
        path = tmp_path / "file"
        path.write_bytes(EVERYTHING["jpeg"].ljust(300_000, b"."))
        fill(tmp_path / "full")
        whole = path.read_bytes()
        with pytest.raises(OSError, match="No space") as raised:
            cut(path)
        assert raised.value.errno == errno.ENOSPC
        assert path.read_bytes() == whole
        assert {each.name for each in tmp_path.iterdir()} == {"file", "full"}


def test_in_place_a_full_disk_is_no_hindrance(tmp_path: Path) -> None:
    with mounted(tmp_path, "size=1m"):
        path = tmp_path / "file"
        path.write_bytes(EVERYTHING["film"])
        fill(tmp_path / "full")
        assert cut(path).sure
        assert SECRET not in path.read_bytes()


def test_a_film_takes_no_second_copy(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(EVERYTHING["film"])
    before = path.stat().st_ino
    assert in_place(path, film.edits)
    assert path.stat().st_ino == before
