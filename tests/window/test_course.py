"""What the window does about what happens: the table, without a window."""

from __future__ import annotations

import pytest

from appliance.window.course import TABLE, Action, Course, Event, State


def told(*events: Event) -> list[Action]:
    """What is done when these happen one after the other."""
    course = Course()
    return [action for event in events for action in course.happens(event)]


@pytest.mark.parametrize(
    ("events", "actions"),
    [
        ([Event.ALONE, Event.READY], [Action.START, Action.OPEN]),
        ([Event.ALONE, Event.READY, Event.BACK], [Action.START, Action.OPEN, Action.SAY_BACK]),
        ([Event.RUNS], [Action.ATTACH]),
        # The own server may be there first, or later, when nobody is found.
        (
            [Event.UNSURE, Event.READY, Event.NOBODY],
            [Action.START, Action.LOOK, Action.SHOW_OWN],
        ),
        (
            [Event.UNSURE, Event.NOBODY, Event.READY],
            [Action.START, Action.LOOK, Action.SHOW_OWN, Action.OPEN],
        ),
        ([Event.JOINED, Event.KNOWN], [Action.JOIN]),
        # Nobody lands in another chat than the one that was joined, without a word.
        ([Event.JOINED, Event.MISSING, Event.KNOWN], [Action.SAY_WAITING, Action.JOIN]),
        (
            [Event.JOINED, Event.MISSING, Event.MISSING, Event.CHOSE_OWN],
            [Action.SAY_WAITING, Action.SHOW_OWN],
        ),
        # It ends, and comes back where it was or elsewhere.
        (
            [Event.JOINED, Event.KNOWN, Event.MISSING, Event.MISSING, Event.KNOWN, Event.MISSING],
            [Action.JOIN, Action.NOTE_LOSS, Action.FOLLOW, Action.NOTE_LOSS],
        ),
        (
            [Event.UNSURE, Event.STRANGERS, Event.CHOSE_OTHER],
            [Action.START, Action.LOOK, Action.STOP, Action.CHOOSE, Action.JOIN],
        ),
        (
            [Event.WISHED, Event.CHOSE_GONE, Event.CHOSE_NOTHING, Event.KNOWN],
            [Action.CHOOSE, Action.SAY_WAITING, Action.SAY_WAITING, Action.JOIN],
        ),
        (
            [Event.WISHED, Event.CHOSE_NOTHING, Event.CHOSE_OTHER],
            [Action.CHOOSE, Action.CHOOSE, Action.JOIN],
        ),
        (
            [Event.ALONE, Event.GIVEN_UP, Event.RESTART],
            [Action.START, Action.SAY_STOPPED, Action.SAY_STARTING, Action.START],
        ),
        (
            [Event.ALONE, Event.GIVEN_UP, Event.QUIT],
            [Action.START, Action.SAY_STOPPED, Action.LEAVE],
        ),
        # Another process took the folder while the own server tried to.
        ([Event.ALONE, Event.RUNS], [Action.START, Action.ATTACH]),
    ],
)
def test_a_course(events: list[Event], actions: list[Action]) -> None:
    assert told(*events) == actions


@pytest.mark.parametrize("news", [Event.READY, Event.BACK, Event.GIVEN_UP, Event.LATE])
@pytest.mark.parametrize(
    "before",
    [
        (Event.WISHED,),
        (Event.WISHED, Event.CHOSE_OTHER),
        (Event.ALONE, Event.WISHED),
        (Event.JOINED, Event.MISSING),
        (Event.JOINED, Event.KNOWN, Event.MISSING),
        (Event.RUNS,),
    ],
)
def test_news_of_the_own_server_cover_neither_a_question_nor_another_chat(
    before: tuple[Event, ...], news: Event
) -> None:
    assert told(*before, news) == told(*before)


def test_what_comes_late_changes_nothing() -> None:
    """A look that ends after the user has chosen, say."""
    chosen = [Event.UNSURE, Event.STRANGERS, Event.CHOSE_OWN]
    for late in (Event.NOBODY, Event.KNOWN, Event.STRANGERS, Event.CHOSE_OTHER, Event.RESTART):
        assert told(*chosen, late) == told(*chosen)


def test_nothing_leads_out_of_the_end() -> None:
    for event in Event:
        assert told(Event.ALONE, Event.ENDED, event) == [Action.START, Action.LEAVE]


def test_every_state_can_be_reached_and_ended() -> None:
    assert {State.NEW} | {state for state, _ in TABLE.values()} == set(State)
    ends = {state for (state, event) in TABLE if event is Event.ENDED}
    assert ends == set(State) - {State.OVER}


def test_every_event_and_every_action_has_its_row() -> None:
    assert {event for _, event in TABLE} == set(Event)
    assert {action for _, actions in TABLE.values() for action in actions} == set(Action)
