"""One hasty round of the soak, with a tenth of its readers: `make soak` is the whole hour."""

from __future__ import annotations

import random
from pathlib import Path

from tests.soak.clients import Clients
from tests.soak.fault import FAULTS
from tests.soak.soak import Soak
from tests.soak.world import world

CLIENTS = 200
PACE = 0.05


def test_nothing_is_lost_whatever_happens(tmp_path: Path) -> None:
    seed = random.randrange(1_000_000)
    rng = random.Random(seed)
    said: list[str] = []
    with world(tmp_path) as place, Clients(place, tmp_path, CLIENTS, rng) as clients:
        report = Soak(place, clients, rng, PACE).run(0.1, said.append)
    assert not report.wrong, f"with the seed {seed}"
    assert report.faults.keys() >= {fault.name for fault in FAULTS} | {"SIGTERM", "SIGKILL"}
    assert report.messages > 0
    assert report.deliveries >= report.messages
