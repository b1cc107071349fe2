"""Which version this is, and which SQLite keeps its log: none of those that can lose commits."""

from __future__ import annotations

import re

import pytest

from appliance import __version__
from tests.forms.form import Form

AFFECTED = ((3, 7, 0), (3, 51, 2))
"""The first and the last version with the WAL-reset bug (https://www.sqlite.org/wal.html)."""


@pytest.mark.acceptance
def test_the_sqlite_that_comes_along_keeps_what_is_committed(form: Form) -> None:
    said = form.says("--version")
    found = re.fullmatch(r"chat-appliance (\S+) \(SQLite (\d+)\.(\d+)\.(\d+)\)\n?", said)
    assert found, said
    assert found[1] == __version__
    first, last = AFFECTED
    assert not first <= (int(found[2]), int(found[3]), int(found[4])) <= last
