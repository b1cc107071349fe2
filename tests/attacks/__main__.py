"""``python -m tests.attacks``: every attack for a while, and a table of how each went."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.attacks.battle import Outcome, field, rows
from tests.attacks.table import TABLE


def main() -> int:
    """Attack and print; 1 when one of them got through."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description=__doc__)
    parser.add_argument("attacks", nargs="*", metavar="ATTACK", help="names in the table (all)")
    parser.add_argument("--seconds", type=float, default=20.0, help="of each attack (20)")
    parser.add_argument("--devices", type=int, default=1, help="that attack together (1)")
    options = parser.parse_args()
    if unknown := set(options.attacks) - set(TABLE):
        parser.error(f"no such attack: {', '.join(unknown)}. There are: {', '.join(TABLE)}.")
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="chat-attacks-") as name, field(Path(name)) as place:
        for attack in options.attacks or TABLE:
            outcomes.append(place.fight(TABLE[attack], options.seconds, options.devices))
            print(rows(outcomes).splitlines()[-1], file=sys.stderr, flush=True)
    print(rows(outcomes))
    return int(any(outcome.trouble for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
