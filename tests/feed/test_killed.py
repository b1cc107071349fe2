"""A process that is killed: what it was acknowledged is there, and facts as their entries say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from appliance.feed.scope import EVERYTHING
from tests.feed.feeds import opened
from tests.running import ROOT


@pytest.mark.parametrize("acknowledged", [1, 10, 200])
def test_facts_are_those_of_the_last_entry_whenever_it_is_killed(
    tmp_path: Path, acknowledged: int
) -> None:
    path = tmp_path / "chat.db"
    command = [sys.executable, "-m", "tests.feed.stating", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(acknowledged):
            told = int(process.stdout.readline())
        process.kill()
    with opened(path) as feed:
        said = [
            json.loads(entry.json)["message"] for entry in feed.since(0, EVERYTHING, 10_000).entries
        ]
        last = len(said)
        assert last >= told == acknowledged
        numbers = range(max(1, last - 6), last + 1)
        assert dict(feed.facts.of("in")) == {
            "a": last,
            **{f"b{number % 7}": number for number in numbers},
        }
