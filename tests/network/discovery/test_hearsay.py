from __future__ import annotations

from appliance.network.discovery.hearsay import MOST, Hearsay
from tests.network.discovery.test_teller import KEY, address, all_of, pointer


def test_what_one_says_of_anothers_chat_changes_nothing_of_that() -> None:
    hearsay = Hearsay(lambda _: False, lambda _: None)
    hearsay.hear("192.0.2.1", all_of(KEY))
    before = hearsay.said("192.0.2.1", KEY)
    hearsay.hear("192.0.2.2", [*all_of(KEY, "evil.local."), address("den.local.", 9)])
    hearsay.hear("192.0.2.2", [pointer(KEY, ttl=0)])
    assert hearsay.said("192.0.2.1", KEY) == before
    assert hearsay.has("192.0.2.1", KEY)
    assert not hearsay.has("192.0.2.2", KEY)


def test_who_says_nothing_of_chats_takes_no_place() -> None:
    hearsay = Hearsay(lambda _: False, lambda _: None)
    for number in range(MOST * 2):
        assert hearsay.hear(str(number), [address("den.local.", 1)]) == set()
    assert hearsay.hear("later", all_of(KEY)) == {KEY}


def test_one_more_than_there_is_room_for_takes_the_place_of_who_has_no_chat_that_answers() -> None:
    dropped: list[str] = []
    worthy = {"0", "1"}
    hearsay = Hearsay(worthy.__contains__, dropped.append)
    for number in range(MOST + 3):
        assert hearsay.hear(str(number), all_of(KEY)) == {KEY}
    assert dropped == ["2", "3", "4"]
    assert hearsay.said("0", KEY) is not None
    assert hearsay.said("2", KEY) is None


def test_where_all_have_one_that_answers_one_more_is_not_heard() -> None:
    hearsay = Hearsay(lambda _: True, lambda _: None)
    for number in range(MOST):
        hearsay.hear(str(number), all_of(KEY))
    assert hearsay.hear("late", all_of(KEY)) == set()
    assert not hearsay.has("late", KEY)
