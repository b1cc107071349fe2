"""A healthy client beside the fuzzer, a process of its own: posts, and hears each post by a poll.

It runs until its standard input ends, then prints what it saw, as JSON.
"""

from __future__ import annotations

import json
import sys
from typing import Final

from tests.server.talker import Talker

PAUSE: Final = 0.02
"""The pace of somebody who writes fast."""


def seen(talker: Talker) -> dict[str, object]:
    """How often it was heard and after how many seconds, and what went wrong."""
    took = sorted(talker.took)
    middle, late = (took[int(len(took) * part)] if took else 0.0 for part in (0.5, 0.99))
    return {
        "rounds": talker.rounds,
        "median": middle,
        "p99": late,
        "worst": max(took, default=0.0),
        "trouble": talker.trouble,
    }


def main() -> None:
    with Talker(int(sys.argv[1]), "healthy", pause=PAUSE) as talker:
        sys.stdin.read()
    print(json.dumps(seen(talker)))


if __name__ == "__main__":
    main()
