"""Files come in any number of pieces, and are the same bytes whatever happened meanwhile."""

from __future__ import annotations

import errno
import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from appliance.errors import KeyTaken, StorageBusy, StorageFull, TooLong
from appliance.feed.depot.mending import mend
from appliance.feed.depot.stock import DAY, Stock
from appliance.feed.depot.stored import (
    FilesFull,
    FilesTrouble,
    FileTooLarge,
    FileUnfinished,
    FileUnknown,
    Look,
    StoredFile,
)
from appliance.feed.depot.writing import Checked, Overtaken, WrongChecksum
from appliance.feed.sqlite.database import Connection
from appliance.media.edits import Patch, anew, in_place
from tests.feed.depot.stocked import PLAIN, Depots, begun, seen, whole, write


def content(stock: Stock, id_: str) -> bytes:
    with stock.read(id_)[1] as file:
        return file.read()


def test_what_came_in_pieces_is_one_file(tmp_path: Path) -> None:
    stock, arrivals = Depots(tmp_path).open()
    id_ = begun(arrivals, 9)
    for at, piece in ((0, b"one"), (3, b"two"), (6, b"six")):
        assert arrivals.came(id_)[1] == at
        write(arrivals, id_, piece)
    kept = arrivals.finish(id_, seen)
    assert (kept.whole, kept.size, kept.type, content(stock, id_)) == (
        True,
        9,
        "text/plain",
        b"onetwosix",
    )
    assert arrivals.finish(id_, seen) == kept


def test_who_opens_it_again_goes_on_where_it_was(tmp_path: Path) -> None:
    depots = Depots(tmp_path)
    stock, arrivals = depots.open()
    id_ = begun(arrivals, 6)
    write(arrivals, id_, b"one")
    stock.close()
    stock, arrivals = depots.open()
    assert arrivals.came(id_)[1] == 3
    write(arrivals, id_, b"two")
    arrivals.finish(id_, seen)
    sha256 = stock.rows.contents()[0].sha256
    assert sha256 == hashlib.sha256(b"onetwo").hexdigest()


def test_whoever_comes_later_goes_on_and_the_one_before_writes_nothing_more(tmp_path: Path) -> None:
    stock, arrivals = Depots(tmp_path).open()
    id_ = begun(arrivals, 6)
    first = arrivals.open(id_)
    first.write(b"one")
    second = arrivals.open(id_)
    with pytest.raises(Overtaken):
        first.write(b"xxx")
    arrivals.close(id_, first)
    second.write(b"two")
    arrivals.close(id_, second)
    arrivals.finish(id_, seen)
    assert content(stock, id_) == b"onetwo"


def test_no_more_comes_than_was_said(tmp_path: Path) -> None:
    _, arrivals = Depots(tmp_path).open()
    id_ = begun(arrivals, 3)
    with pytest.raises(TooLong):
        write(arrivals, id_, b"four")
    assert arrivals.came(id_)[1] == 0
    with pytest.raises(FileUnfinished):
        arrivals.finish(id_, seen)


def test_a_stretch_whose_digest_is_another_is_not_taken(tmp_path: Path) -> None:
    stock, arrivals = Depots(tmp_path).open()
    id_ = begun(arrivals, 6)
    for piece, digest, whole_ in (
        (b"one", b"one", True),
        (b"bad", b"two", True),
        (b"t", b"t", False),
    ):
        writing = arrivals.open(id_)
        checked = Checked(writing, "sha1", hashlib.sha1(digest).digest())
        checked.write(piece)
        if piece == b"bad":
            with pytest.raises(WrongChecksum):
                checked.settle(whole=whole_)
        else:
            checked.settle(whole=whole_)
        arrivals.close(id_, writing)
    assert arrivals.came(id_)[1] == 3
    write(arrivals, id_, b"two")
    arrivals.finish(id_, seen)
    assert content(stock, id_) == b"onetwo"
    assert stock.rows.contents()[0].sha256 == hashlib.sha256(b"onetwo").hexdigest()


def test_each_content_is_there_once_and_goes_with_the_last_that_has_it(tmp_path: Path) -> None:
    depots = Depots(tmp_path)
    stock, arrivals = depots.open()
    first, second = whole(arrivals, b"same"), whole(arrivals, b"same", "ben")
    assert len(depots.paths()) == 1
    assert (stock.room.all, stock.room.members) == (4, {"ada": 4, "ben": 4})
    depots.log = {first.id: False, second.id: True}
    stock.let_go([first.id, second.id])
    assert content(stock, second.id) == b"same"
    with pytest.raises(FileUnknown):
        stock.read(first.id)
    depots.log[second.id] = False
    stock.let_go([second.id])
    assert (depots.paths(), stock.room.all, stock.room.members) == ([], 0, {})


def test_what_was_cut_out_of_it_is_not_kept(tmp_path: Path) -> None:
    stock, arrivals = Depots(tmp_path).open()
    id_ = begun(arrivals, 6)
    write(arrivals, id_, b"onetwo")

    def cut(path: Path, kept: StoredFile) -> Look:
        path.write_bytes(b"one")
        return Look("image/png", "picture", True, 3, 4, changed=True)

    kept = arrivals.finish(id_, cut)
    assert (kept.size, kept.width, kept.height, kept.inline) == (3, 3, 4, True)
    assert content(stock, id_) == b"one"
    assert (stock.room.all, stock.room.members) == (3, {"ada": 3})


def test_limits_are_said_before_anything_is_sent_and_held_while_it_comes(tmp_path: Path) -> None:
    depots = Depots(tmp_path)
    stock, arrivals = depots.open()
    with pytest.raises(FileTooLarge):
        begun(arrivals, 1_001)
    whole(arrivals, bytes(1_000))
    whole(arrivals, b"x" * 900)
    with pytest.raises(FilesFull) as share:
        begun(arrivals, 101)
    assert share.value.name == "files-share-full"
    whole(arrivals, b"y" * 1_000, "ben")
    with pytest.raises(FilesFull) as full:
        begun(arrivals, 101, "eve")
    assert full.value.name == "files-full"
    id_ = begun(arrivals, None, "eve")
    depots.free = 50
    with pytest.raises(FilesFull) as disk:
        write(arrivals, id_, bytes(60))
    assert disk.value.name == "files-disk-low"
    write(arrivals, id_, bytes(50))
    assert stock.room.members["eve"] == 50


def test_a_length_that_nobody_said_is_bounded_all_the_same(tmp_path: Path) -> None:
    _, arrivals = Depots(tmp_path).open()
    id_ = begun(arrivals, None)
    with pytest.raises(TooLong):
        write(arrivals, id_, bytes(1_001))
    write(arrivals, id_, bytes(7))
    assert arrivals.finish(id_, seen).size == 7


def test_a_full_disk_is_said_and_leaves_the_offset_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, arrivals = Depots(tmp_path).open()
    id_ = begun(arrivals, 6)
    write(arrivals, id_, b"one")
    writing = arrivals.open(id_)
    full = OSError(errno.ENOSPC, "full")
    monkeypatch.setattr(writing, "_put", lambda piece: (_ for _ in ()).throw(full))
    with pytest.raises(StorageFull):
        writing.write(b"two")
    arrivals.close(id_, writing)
    assert arrivals.came(id_)[1] == 3


def test_what_the_disk_did_not_keep_is_not_there_and_somebody_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    depots = Depots(tmp_path)
    stock, arrivals = depots.open()
    id_ = begun(arrivals, 6)
    write(arrivals, id_, b"one")
    writing = arrivals.open(id_)
    writing.write(b"two")

    def fail(opened: int) -> None:
        raise OSError(errno.EIO, "not kept")

    with monkeypatch.context() as failing:
        failing.setattr("appliance.feed.depot.writing.sync", fail)
        with pytest.raises(FilesTrouble):
            arrivals.close(id_, writing)
    assert mend(stock, 0).gone == 0
    assert arrivals.came(id_)[1] == 3
    assert (stock.room.all, stock.room.members) == (3, {"ada": 3})
    write(arrivals, id_, b"six")
    arrivals.finish(id_, seen)
    assert content(stock, id_) == b"onesix"
    depots.now += 2 * DAY
    assert mend(stock, 0).gone == 1  # nobody is thought to use it still


def test_what_could_not_be_put_down_is_counted_once_and_lies_nowhere(tmp_path: Path) -> None:
    depots = Depots(tmp_path)
    stock, arrivals = depots.open()
    id_ = begun(arrivals, 3)
    write(arrivals, id_, b"one")
    connection = refusing(stock)
    for _ in range(2):
        with pytest.raises(FilesTrouble):
            arrivals.finish(id_, seen)
        assert ([path.name for path in depots.paths()], stock.room.all) == ([id_], 3)
    connection.execute("DROP TRIGGER no")
    arrivals.finish(id_, seen)
    assert (content(stock, id_), len(depots.paths()), stock.room.all) == (b"one", 1, 3)


def test_two_who_finish_the_same_file_find_one(tmp_path: Path) -> None:
    depots = Depots(tmp_path)
    _, arrivals = depots.open()
    id_ = begun(arrivals, 3)
    write(arrivals, id_, b"one")
    inside, go_on, found = threading.Event(), threading.Event(), []

    def slow(path: Path, kept: StoredFile) -> Look:
        inside.set()
        assert go_on.wait(10)
        return PLAIN

    threads = [
        threading.Thread(target=lambda: found.append(arrivals.finish(id_, slow))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    assert inside.wait(10)
    for meanwhile in (arrivals.came, arrivals.open):
        with pytest.raises(StorageBusy):  # what is there may be another's by the end
            meanwhile(id_)
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert len(set(found)) == 1
    assert len(depots.paths()) == 1
    with pytest.raises(FileUnknown):
        arrivals.open(id_)


def test_a_small_picture_comes_before_the_file_is_shown_and_goes_with_it(tmp_path: Path) -> None:
    depots = Depots(tmp_path)
    stock, arrivals = depots.open()
    kept = whole(arrivals, b"large")
    arrivals.set_thumbnail(kept.id, b"one", lambda path: "image/png")
    arrivals.set_thumbnail(kept.id, b"small", lambda path: "image/webp")
    found, file = stock.read(kept.id, thumbnail=True)
    with file:
        assert (found.thumbnail_type, file.read()) == ("image/webp", b"small")
    assert (len(depots.paths()), stock.room.all) == (2, 10)
    depots.log[kept.id] = True
    with pytest.raises(FileUnknown):
        arrivals.set_thumbnail(kept.id, b"other", lambda path: "image/png")
    depots.log[kept.id] = False
    stock.let_go([kept.id])
    assert (depots.paths(), stock.room.all) == ([], 0)


@contextmanager
def broken_disk() -> Iterator[None]:
    """Nothing is kept that is synced meanwhile, and the next time the system does not know it."""

    def fail(opened: int) -> None:
        raise OSError(errno.EIO, "not kept")

    with pytest.MonkeyPatch.context() as failing:
        failing.setattr(os, "fdatasync", fail, raising=False)
        yield


def overwritten(path: Path, kept: StoredFile) -> Look:
    in_place(path, lambda source: iter([Patch(0, 1, b"O")]))
    return PLAIN._replace(changed=True)


def shortened(path: Path, kept: StoredFile) -> Look:
    anew(path, lambda source: iter([Patch(0, 1)]))
    return PLAIN._replace(changed=True)


@pytest.mark.parametrize("when", ["made whole", "cut", "opened again"])
def test_what_may_not_be_on_disk_comes_again_from_its_beginning(tmp_path: Path, when: str) -> None:
    depots = Depots(tmp_path)
    stock, arrivals = depots.open()
    id_ = begun(arrivals, 3)
    write(arrivals, id_, b"one")
    look = overwritten if when == "cut" else seen
    if when == "opened again":
        stock.close()  # as if the process was killed that wrote it
        stock, arrivals = depots.open()
    with broken_disk(), pytest.raises(FilesTrouble):
        arrivals.open(id_) if when == "opened again" else arrivals.finish(id_, look)
    assert arrivals.came(id_)[1] == 0
    assert (stock.room.all, stock.room.members) == (0, {})
    with pytest.raises(FileUnfinished):
        arrivals.finish(id_, look)
    write(arrivals, id_, b"two")
    arrivals.finish(id_, look)
    assert content(stock, id_) == (b"Owo" if when == "cut" else b"two")
    assert (stock.room.all, stock.room.members) == (3, {"ada": 3})


def refusing(stock: Stock) -> Connection:
    """The connection, which takes no change of a file until the trigger is dropped."""
    connection = stock.rows._opened
    connection.execute(
        "CREATE TRIGGER no BEFORE UPDATE ON file BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    return connection


def no_second_names(path: Path, target: Path) -> None:
    raise PermissionError


@pytest.mark.parametrize("there", [3, 0])
def test_what_was_cut_and_could_not_be_put_down_is_there_as_it_came_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: int
) -> None:
    if not there:
        monkeypatch.setattr(Path, "hardlink_to", no_second_names)
    depots = Depots(tmp_path)
    stock, arrivals = depots.open()
    id_ = begun(arrivals, 3)
    write(arrivals, id_, b"one")
    connection = refusing(stock)
    with pytest.raises(FilesTrouble):
        arrivals.finish(id_, shortened)
    connection.execute("DROP TRIGGER no")
    assert (arrivals.came(id_)[1], stock.room.all) == (there, there)
    write(arrivals, id_, b"one"[there:])
    arrivals.finish(id_, shortened)
    assert (content(stock, id_), stock.room.all) == (b"ne", 2)
    assert len(depots.paths()) == 1


def test_what_is_whole_is_counted_once_where_its_half_cannot_be_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock, arrivals = Depots(tmp_path).open()
    id_ = begun(arrivals, 3)
    write(arrivals, id_, b"one")
    remove = stock.folder.remove

    def refuse(*paths: Path) -> None:
        if paths == (stock.folder.half(id_),):
            raise PermissionError
        remove(*paths)

    monkeypatch.setattr(stock.folder, "remove", refuse)
    assert arrivals.finish(id_, seen).whole
    assert (stock.room.all, stock.room.members) == (3, {"ada": 3})


def test_what_could_not_be_opened_to_its_end_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock, arrivals = Depots(tmp_path).open()
    id_ = begun(arrivals, 3)
    opened: list[int] = []
    open_half = stock.folder.open_half

    def noted(half: str) -> int:
        opened.append(open_half(half))
        return opened[-1]

    monkeypatch.setattr(stock.folder, "open_half", noted)
    with monkeypatch.context() as failing:
        failing.setattr(os, "lseek", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "no")))
        with pytest.raises(FilesTrouble):
            arrivals.open(id_)
    with pytest.raises(OSError, match="Bad file"):
        os.fstat(opened[0])
    arrivals.take_back(id_)  # nobody is thought to use it still


def test_an_id_of_what_was_taken_back_is_given_to_nothing_else(tmp_path: Path) -> None:
    depots = Depots(tmp_path)
    _, arrivals = depots.open()
    depots.log["known"] = False
    kept = whole(arrivals, b"same")
    with pytest.raises(KeyTaken):
        arrivals.once(kept.id, lambda sha256: "known")
    arrivals.take_back(kept.id)
    assert depots.paths() == []


def test_what_is_taken_back_goes_unless_an_entry_has_it(tmp_path: Path) -> None:
    depots = Depots(tmp_path)
    _, arrivals = depots.open()
    half, kept, said = begun(arrivals, 9), whole(arrivals, b"whole"), whole(arrivals, b"said")
    depots.log[said.id] = True
    write(arrivals, half, b"part")
    for id_ in (half, kept.id):
        arrivals.take_back(id_)
    with pytest.raises(FileUnknown):
        arrivals.take_back(said.id)
    assert len(depots.paths()) == 1
