"""Which of the chats around are offered, and when."""

from __future__ import annotations

import queue
from collections.abc import Sequence
from typing import Final

from appliance.network.discovery.standing import Standing
from appliance.window.choice import Neighbour
from appliance.window.neighbours import LATER, POLITE, Neighbourhood, others, silent

OWN: Final = Standing("own", 2_000, attended=True)
ELDER: Final = Neighbour("Elder", "http://192.0.2.1:8080/", "1", 1_000, attended=True)
YOUNGER: Final = Neighbour("Younger", "http://192.0.2.3:8080/", "3", 3_000, attended=True)
YOUNGEST: Final = Neighbour("Youngest", "http://192.0.2.4:8080/", "4", 4_000, attended=True)
BOX: Final = Neighbour("Box", "http://192.0.2.9:8080/", "9", 9_000)


class Network:
    """What is found at each look, one after the other; then always the last."""

    def __init__(self, *looks: Sequence[Neighbour]) -> None:
        self._looks = list(looks)
        self.looks = 0

    def find(self, seconds: float) -> Sequence[Neighbour]:
        self.looks += 1
        return self._looks.pop(0) if len(self._looks) > 1 else self._looks[0]


def offered_late(network: Network, own: Standing | None = OWN) -> list[Neighbour]:
    told: queue.Queue[list[Neighbour]] = queue.Queue()
    first: queue.Queue[list[Neighbour]] = queue.Queue()
    Neighbourhood(network.find, lambda: own).look(
        0.0, lambda chats: first.put(list(chats)), later=lambda chats: told.put(list(chats))
    )
    assert first.get(timeout=30) == []
    return told.get(timeout=30)


def test_the_own_chat_is_none_of_the_others() -> None:
    mirrored = ELDER._replace(id="own")
    assert others([mirrored, ELDER], OWN) == [ELDER]
    assert others([ELDER], None) == [ELDER]


def test_the_younger_of_two_windows_is_offered_the_elder() -> None:
    assert silent([ELDER], OWN) == [ELDER]
    assert silent([YOUNGER], OWN) == []


def test_a_box_without_a_window_is_offered_however_young() -> None:
    assert silent([BOX], OWN) == [BOX]


def test_of_three_windows_the_youngest_is_offered_the_eldest_only() -> None:
    own = Standing(YOUNGEST.id, YOUNGEST.since, attended=True)
    assert silent([ELDER, YOUNGER], own) == [ELDER]


def test_late_is_offered_what_asks_nobody() -> None:
    assert offered_late(Network([], [], [YOUNGER, BOX])) == [BOX]


def test_a_window_that_never_asks_is_offered_after_a_while() -> None:
    network = Network([], [YOUNGER])
    assert offered_late(network) == [YOUNGER]
    assert network.looks == 1 + POLITE + 1 <= 1 + LATER


def test_while_the_own_server_is_away_nothing_is_offered() -> None:
    known: list[Standing | None] = [None, None, OWN]
    told: queue.Queue[Sequence[Neighbour]] = queue.Queue()
    network = Network([], [ELDER])
    look = Neighbourhood(network.find, lambda: known.pop(0))
    look.look(0.0, lambda chats: None, later=told.put)
    assert told.get(timeout=30) == [ELDER]
    assert known == []
