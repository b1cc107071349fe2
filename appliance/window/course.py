"""Which chat the window shows, as a table: what happens in which state, what follows, what is done.

Several threads tell what happens (the server's, those that look for others, the user's answers,
further starts), in any order: what the table has no row for changes nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from enum import Enum, auto
from typing import Final


class State(Enum):
    NEW = auto()
    LOOKING = auto()
    """Nobody knows yet whether it will be the own chat; its server may be starting meanwhile."""
    CHOOSING = auto()
    """The user is asked."""
    OWN = auto()
    """It is the own chat, there or on its way."""
    OTHER = auto()
    """It is one whose server is not ours to start."""
    STOPPED = auto()
    """The own server ended again and again, and the user is asked what to do."""
    OVER = auto()


class Event(Enum):
    RUNS = auto()
    """Somebody else serves the own folder."""
    ALONE = auto()
    """At the start: it is to be the own chat."""
    UNSURE = auto()
    """At the start: it is to be the own chat, unless others are there."""
    JOINED = auto()
    """At the start: it is to be another's, as the last time, if that is there."""
    WISHED = auto()
    """The user wants to choose, at the start or later."""
    NOBODY = auto()
    """No chat was found."""
    KNOWN = auto()
    """The chat that was joined before was found."""
    STRANGERS = auto()
    """Chats were found that the user was never asked about."""
    LATE = auto()
    """Such chats were found when the own one had been shown."""
    LISTED = auto()
    """The chats that can be chosen from are known."""
    CHOSE_OWN = auto()
    CHOSE_OTHER = auto()
    CHOSE_GONE = auto()
    """The one that was chosen does not answer."""
    READY = auto()
    """The own server is there."""
    BACK = auto()
    """The own server is there again, at the address that is shown."""
    GIVEN_UP = auto()
    RESTART = auto()
    QUIT = auto()
    ENDED = auto()


class Action(Enum):
    START = auto()
    STOP = auto()
    LOOK = auto()
    LOOK_LONG = auto()
    ATTACH = auto()
    JOIN = auto()
    SHOW_OWN = auto()
    """Its page if its server runs, else start that."""
    OPEN = auto()
    CHOOSE = auto()
    OFFER = auto()
    SAY_BACK = auto()
    SAY_GONE = auto()
    SAY_STARTING = auto()
    SAY_STOPPED = auto()
    LEAVE = auto()


Row = tuple[State, tuple[Action, ...]]

_ROWS: Final[Mapping[tuple[State, Event], Row]] = {
    (State.NEW, Event.RUNS): (State.OTHER, (Action.ATTACH,)),
    (State.NEW, Event.ALONE): (State.OWN, (Action.START,)),
    # Most often nobody is there: the own server need not wait for that.
    (State.NEW, Event.UNSURE): (State.LOOKING, (Action.START, Action.LOOK)),
    (State.NEW, Event.JOINED): (State.LOOKING, (Action.LOOK,)),
    (State.NEW, Event.WISHED): (State.LOOKING, (Action.LOOK_LONG,)),
    (State.LOOKING, Event.NOBODY): (State.OWN, (Action.SHOW_OWN,)),
    (State.LOOKING, Event.KNOWN): (State.OTHER, (Action.JOIN,)),
    # Nobody shall see a chat come and go that perhaps is not wanted.
    (State.LOOKING, Event.STRANGERS): (State.CHOOSING, (Action.STOP, Action.CHOOSE)),
    (State.LOOKING, Event.GIVEN_UP): (State.STOPPED, (Action.SAY_STOPPED,)),
    (State.CHOOSING, Event.CHOSE_OWN): (State.OWN, (Action.SHOW_OWN,)),
    (State.CHOOSING, Event.CHOSE_OTHER): (State.OTHER, (Action.JOIN,)),
    (State.CHOOSING, Event.CHOSE_GONE): (State.OWN, (Action.SHOW_OWN, Action.SAY_GONE)),
    (State.OWN, Event.READY): (State.OWN, (Action.OPEN,)),
    (State.OWN, Event.BACK): (State.OWN, (Action.SAY_BACK,)),
    (State.OWN, Event.LATE): (State.OWN, (Action.OFFER,)),
    (State.OWN, Event.GIVEN_UP): (State.STOPPED, (Action.SAY_STOPPED,)),
    (State.STOPPED, Event.KNOWN): (State.OTHER, (Action.JOIN,)),
    (State.STOPPED, Event.RESTART): (State.OWN, (Action.SAY_STARTING, Action.START)),
    (State.STOPPED, Event.QUIT): (State.OVER, (Action.LEAVE,)),
    # Somebody else took the folder while the own server tried to.
    (State.LOOKING, Event.RUNS): (State.OTHER, (Action.ATTACH,)),
    (State.OWN, Event.RUNS): (State.OTHER, (Action.ATTACH,)),
}

_STARTED: Final = (State.LOOKING, State.CHOOSING, State.OWN, State.OTHER, State.STOPPED)

TABLE: Final[Mapping[tuple[State, Event], Row]] = {
    **_ROWS,
    **{(state, Event.WISHED): (state, (Action.LOOK_LONG,)) for state in _STARTED},
    **{(state, Event.LISTED): (State.CHOOSING, (Action.CHOOSE,)) for state in _STARTED},
    **{(state, Event.ENDED): (State.OVER, (Action.LEAVE,)) for state in (State.NEW, *_STARTED)},
}
"""What is at any time is the same in all states but the last, which nothing leads out of."""


class Course:
    """The state, from whatever thread something happens."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = State.NEW

    def happens(self, event: Event) -> tuple[Action, ...]:
        """What is to be done now; the state has changed already."""
        with self._lock:
            self._state, actions = TABLE.get((self._state, event), (self._state, ()))
        return actions
