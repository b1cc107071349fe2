"""What the menu of the right button offers, and that all of it has words."""

from __future__ import annotations

from appliance.window.menu import COMMANDS, Item, Under, groups
from appliance.window.words import ITEMS


def offered(under: Under) -> list[Item]:
    return [item for group in groups(under) for item in group]


def test_every_item_has_words_of_its_own() -> None:
    assert set(ITEMS) == set(Item)
    assert len(set(ITEMS.values())) == len(Item)


def test_what_is_written_in_is_cut_copied_and_pasted() -> None:
    assert offered(Under(editable=True)) == [Item.CUT, Item.COPY, Item.PASTE, Item.SELECT_ALL]


def test_nothing_is_offered_twice_and_links_come_first() -> None:
    everything = offered(Under(selected=True, link=True, picture=True))
    assert len(set(everything)) == len(everything)
    assert everything[:2] == [Item.OPEN_LINK, Item.COPY_LINK]


def test_beside_everything_is_what_the_window_can_do() -> None:
    assert set(COMMANDS) <= set(offered(Under()))
