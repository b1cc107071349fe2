"""What is decided is written as an act and told in a room: both, or neither."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from appliance.chat.names import ACTS, LOBBY
from appliance.chat.standing.conduct import Conduct
from appliance.chat.standing.rules import Rules
from appliance.feed.scope import EVERYTHING
from tests.feed.feeds import opened
from tests.running import ROOT

KILLED = 3
"""Times; with two commits for each, one in two was between them."""


def test_no_act_is_without_its_word_whenever_the_process_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    for times in range(1, KILLED + 1):
        command = [sys.executable, "-m", "tests.chat.deciding", str(path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for _ in range(times):
                process.stdout.readline()
            process.kill()
    with opened(path) as feed:
        log = [json.loads(entry.json) for entry in feed.since(0, EVERYTHING, 10_000).entries]
        hidden = bool(feed.facts.of(Conduct.noun))
        topic = feed.facts.of(Rules.noun)[LOBBY]["topic"]
    assert len(log) >= 4 * sum(range(1, KILLED + 1)) - 4 * KILLED
    assert [entry["room"] for entry in log] == [ACTS, LOBBY] * (len(log) // 2)
    for act, word in zip(log[::2], log[1::2], strict=True):
        assert (act["kind"], act["what"]) == (word["kind"], word["what"])
        assert (act["nick"], word["nick"], word["member"]) == ("Helen", "", "")
    acts = [entry for entry in log if entry["room"] == LOBBY]
    assert hidden == ([one["what"] for one in acts if one["kind"] == "member"][-1] == "hidden")
    assert topic == [one["topic"] for one in acts if one["kind"] == "room"][-1]
