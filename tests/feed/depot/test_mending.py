"""What a crash leaves is found and mended, and nothing else is touched."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from appliance.feed.depot.mending import Mended, mend
from appliance.feed.depot.rows import Content
from appliance.feed.depot.stock import DAY
from appliance.feed.depot.stored import FileUnknown, Look, StoredFile
from tests.feed.depot.stocked import PLAIN, Depots, begun, whole, write
from tests.running import SOON


def aged(path: Path, seconds: float) -> None:
    os.utime(path, (seconds, seconds))


def test_a_depot_in_which_all_is_well_stays_as_it_is(tmp_path: Path) -> None:
    depots = Depots(tmp_path)
    stock, arrivals = depots.open()
    depots.log[whole(arrivals, b"said").id] = True
    whole(arrivals, b"not said yet")
    write(arrivals, begun(arrivals, 10), b"half")
    before = sorted(depots.paths())
    assert mend(stock, depots.now + 1e9) == Mended(files=3, gone=0, strays=0, lost=0)
    assert sorted(depots.paths()) == before


def test_what_nobody_knows_goes_once_it_is_older_than_the_program(tmp_path: Path) -> None:
    depots = Depots(tmp_path)
    stock, arrivals = depots.open()
    whole(arrivals, b"kept")
    for folder in ("half", "whole"):
        for name, age in (("old", 0), ("young", 2e9)):
            path = tmp_path / "files" / folder / name
            path.write_bytes(b"left")
            aged(path, 1e9 + age)
    assert mend(stock, 2e9).strays == 2
    assert {path.name for path in depots.paths()} > {"young"}
    assert "old" not in {path.name for path in depots.paths()}


def test_after_a_day_goes_what_no_entry_has_and_at_once_what_was_taken_back(tmp_path: Path) -> None:
    depots = Depots(tmp_path)
    stock, arrivals = depots.open()
    said, unsaid, back = (whole(arrivals, text) for text in (b"said", b"unsaid", b"back"))
    half = begun(arrivals, 9)
    write(arrivals, half, b"half")
    depots.log |= {said.id: True, back.id: False}
    assert mend(stock, 0).gone == 1
    depots.now += DAY + 1
    aged(tmp_path / "files" / "half" / half, depots.now - 10)  # something of it came just now
    assert mend(stock, 0).gone == 1
    depots.now += DAY
    assert mend(stock, 0) == Mended(files=1, gone=1, strays=0, lost=0)
    assert stock.room.all == len(b"said")
    for gone in (unsaid.id, back.id, half):
        with pytest.raises(FileUnknown):
            stock.get(gone)


def test_what_is_used_just_now_stays(tmp_path: Path) -> None:
    depots = Depots(tmp_path)
    stock, arrivals = depots.open()
    kept = whole(arrivals, b"about to be said")
    depots.now += 2 * DAY
    stock.pin([kept.id])
    assert mend(stock, 0).gone == 0
    stock.unpin([kept.id])
    assert mend(stock, 0).gone == 1


def test_what_is_made_whole_just_now_is_not_taken_for_what_a_crash_left(tmp_path: Path) -> None:
    stock, arrivals = Depots(tmp_path).open()
    id_ = begun(arrivals, 3)
    write(arrivals, id_, b"one")
    aged(stock.folder.half(id_), 1e9)

    def look(path: Path, kept: StoredFile) -> Look:
        assert mend(stock, time.time()).strays == 0
        return PLAIN

    assert arrivals.finish(id_, look).whole


def test_contents_that_are_missing_or_cut_are_counted(tmp_path: Path) -> None:
    depots = Depots(tmp_path)
    stock, arrivals = depots.open()
    for text in (b"one", b"two", b"three"):
        depots.log[whole(arrivals, text).id] = True
    missing, cut, _ = depots.paths()
    missing.unlink()
    cut.write_bytes(b"")
    assert mend(stock, 0).lost == 2


def test_nobody_waits_while_contents_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock, arrivals = Depots(tmp_path).open()
    for text in (b"one", b"two"):
        whole(arrivals, text)
    waited = []

    def look(content: Content) -> bool:
        other = threading.Thread(target=stock.find, args=([],), daemon=True)
        other.start()
        other.join(SOON)
        waited.append(other.is_alive())
        return True

    monkeypatch.setattr(stock, "is_there", look)
    mend(stock, 0)
    assert waited == [False, False]
