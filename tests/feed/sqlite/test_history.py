"""The history on disk: of older logs, and what is left there of words that were erased."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from appliance.feed.scope import EVERYTHING
from appliance.feed.sqlite.database import connect
from appliance.feed.sqlite.log import Log
from appliance.feed.sqlite.schema import migrate, steps
from tests.feed.feeds import change, draft, ids, opened, opened_log, soon
from tests.feed.logs import ask, make_large_log
from tests.running import ROOT

SECRET = "Zxq-the-secret-word"


def remains(folder: Path) -> list[str]:
    """The files in which the secret is to be found."""
    return [
        path.name for path in folder.iterdir() if path.is_file() and b"Zxq" in path.read_bytes()
    ]


def test_an_older_log_is_brought_up_to_date_however_often_it_is_killed(tmp_path: Path) -> None:
    path = make_large_log(tmp_path / "chat.db", 2_000, form=3)
    command = [sys.executable, "-m", "tests.feed.migrating", str(path)]
    for _ in range(4):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(15):
                process.stdout.readline()
            process.kill()
    done = ask(path, "SELECT count(*) FROM history")[0][0]
    assert 4 * 15 * 20 <= done < 2_000  # each went on from where the one before was
    with closing(connect(path, create=False)) as connection:
        migrate(connection)
    assert ask(path, "SELECT id FROM history ORDER BY id") == ask(path, "SELECT id FROM log")
    with opened_log(path) as log:
        assert ids(log.before("lobby", None, 3, EVERYTHING).entries) == [1_998, 1_999, 2_000]


@pytest.mark.parametrize("form", [1, 3, len(steps())])
def test_a_page_of_a_log_of_any_form_is_the_same(tmp_path: Path, form: int) -> None:
    path = make_large_log(tmp_path / "chat.db", 9, form=form)
    with closing(connect(path, create=False)) as connection:
        log = Log(connection)
        assert ids(log.before("lobby", 8, 3, EVERYTHING).entries) == [5, 6, 7]
        assert ids(log.after("lobby", 5, 3, EVERYTHING).entries) == [6, 7, 8]


@pytest.mark.parametrize("length", [1, 300, 3_000])
def test_words_that_were_erased_leave_every_file(tmp_path: Path, length: int) -> None:
    """Also where the process ends before it has emptied the WAL."""
    folder, copy = tmp_path / "chat", tmp_path / "killed"
    folder.mkdir()
    secret = SECRET * length if length == 1 else SECRET + "x" * length + SECRET
    with opened(folder / "chat.db") as feed:
        for number in range(40):
            feed.append(draft(f"before {number}" * 9, room="tea" if number % 3 else "lobby"))
        numbers = [feed.append(draft(secret)).id for _ in range(5)]
        for number in numbers:
            feed.append(change(number, secret + "edited"))
            feed.append(draft("between"))
        assert remains(folder)
        for number in numbers:
            feed.append(change(number))
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*-shm"))
        soon(lambda: not remains(folder))
        whole = feed.since(0, EVERYTHING, 500)
    with opened(copy / "chat.db") as feed:
        assert not remains(copy)
        assert feed.since(0, EVERYTHING, 500) == whole


def test_a_reader_from_far_back_only_delays_it(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    with opened(path) as feed:
        feed.append(draft(SECRET))
        with closing(connect(path, create=False)) as backup:
            backup.execute("BEGIN")
            backup.execute("SELECT count(*) FROM log").fetchall()
            feed.append(change(1))
            feed.append(draft("goes on"))
            assert remains(tmp_path)
            backup.execute("ROLLBACK")
        soon(lambda: not remains(tmp_path))
