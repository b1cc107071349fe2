from __future__ import annotations

import re

from appliance.network.discovery.labels import MOST_TRIES, Labels
from appliance.network.discovery.names import is_host


def test_what_somebody_else_has_gets_a_number() -> None:
    labels = Labels("den", "Chat")
    labels.lose(["host"])
    labels.lose(["host", "instance"])
    labels.lose([])
    assert (labels.host, labels.instance, labels.own) == ("den-3", "Chat-2", False)


def test_after_many_tries_the_name_is_made_up_and_stays() -> None:
    labels = Labels("x" * 58, "é" * 29)
    for _ in range(MOST_TRIES):
        assert not labels.own
        labels.lose(["host", "instance"])
    assert labels.own
    made_up = labels.host, labels.instance
    assert re.fullmatch(r"x{46}-[0-9a-f]{16}", made_up[0])
    assert is_host(f"{made_up[0]}.local")
    assert len(made_up[1].encode()) <= 63
    labels.lose(["host", "instance"])
    assert (labels.host, labels.instance) == made_up
