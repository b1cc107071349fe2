"""SQLite's own log: in ours, once for each kind, and only while a chat runs."""

from __future__ import annotations

import logging
from pathlib import Path

import apsw
import pytest

from appliance.feed.database import Error, bare
from appliance.feed.murmur import LONGEST, Murmur
from tests.feed.feeds import opened


def test_what_sqlite_reports_is_logged_once_while_a_chat_runs(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path / "chat.db"):
        for _ in range(3):
            with pytest.raises(Error):
                bare(tmp_path / "missing" / "chat.db", "rw")
    reports = [record for record in caplog.records if "cannot open" in record.message]
    assert [record.levelno for record in reports] == [logging.WARNING]


def test_nothing_is_said_before_and_nothing_of_what_is_expected(
    caplog: pytest.LogCaptureFixture,
) -> None:
    murmur = Murmur({apsw.SQLITE_NOTICE})
    murmur.report(apsw.SQLITE_CORRUPT, "too early")
    murmur.begin()
    murmur.report(apsw.SQLITE_NOTICE_RECOVER_WAL, "recovered 3 frames")
    murmur.report(apsw.SQLITE_CORRUPT, "x" * 10_000)
    (record,) = caplog.records
    assert len(record.message) < LONGEST + 50
