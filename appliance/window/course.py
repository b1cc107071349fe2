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
    WAITING = auto()
    """It is to be another machine's, which is not there."""
    LOST = auto()
    """It was another machine's, which has ended or is out of reach; its page stays, to be read."""
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
    """The chat that was joined before was found, at its known address or another one."""
    MISSING = auto()
    """It was not, and does not answer at its known address."""
    STRANGERS = auto()
    """Chats were found that the user was never asked about."""
    LATE = auto()
    """Such chats were found when the own one had been shown."""
    CHOSE_OWN = auto()
    CHOSE_OTHER = auto()
    CHOSE_GONE = auto()
    """The one that was chosen does not answer."""
    CHOSE_NOTHING = auto()
    """At the address that was typed there is no chat."""
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
    ATTACH = auto()
    JOIN = auto()
    FOLLOW = auto()
    """Join it where it is now, if that is another address than the one that is shown."""
    SHOW_OWN = auto()
    """Its page if its server runs, else start that."""
    OPEN = auto()
    CHOOSE = auto()
    OFFER = auto()
    SAY_BACK = auto()
    SAY_WAITING = auto()
    NOTE_LOSS = auto()
    SAY_STARTING = auto()
    SAY_STOPPED = auto()
    LEAVE = auto()


Row = tuple[State, tuple[Action, ...]]

_ROWS: Final[Mapping[tuple[State, Event], Row]] = {
    (State.NEW, Event.RUNS): (State.OTHER, (Action.ATTACH,)),
    (State.NEW, Event.ALONE): (State.OWN, (Action.START,)),
    # Most often nobody is there: the own server need not wait for that.
    (State.NEW, Event.UNSURE): (State.LOOKING, (Action.START, Action.LOOK)),
    (State.NEW, Event.JOINED): (State.LOOKING, ()),
    (State.LOOKING, Event.NOBODY): (State.OWN, (Action.SHOW_OWN,)),
    (State.LOOKING, Event.KNOWN): (State.OTHER, (Action.JOIN,)),
    (State.LOOKING, Event.MISSING): (State.WAITING, (Action.SAY_WAITING,)),
    # Nobody shall see a chat come and go that perhaps is not wanted.
    (State.LOOKING, Event.STRANGERS): (State.CHOOSING, (Action.STOP, Action.CHOOSE)),
    (State.LOOKING, Event.GIVEN_UP): (State.STOPPED, (Action.SAY_STOPPED,)),
    **{
        (state, event): row
        for state in (State.CHOOSING, State.WAITING)
        for event, row in {
            Event.CHOSE_OWN: (State.OWN, (Action.SHOW_OWN,)),
            Event.CHOSE_OTHER: (State.OTHER, (Action.JOIN,)),
            Event.CHOSE_GONE: (State.WAITING, (Action.SAY_WAITING,)),
        }.items()
    },
    (State.CHOOSING, Event.CHOSE_NOTHING): (State.CHOOSING, (Action.CHOOSE,)),
    (State.WAITING, Event.CHOSE_NOTHING): (State.WAITING, (Action.SAY_WAITING,)),
    (State.WAITING, Event.KNOWN): (State.OTHER, (Action.JOIN,)),
    (State.OTHER, Event.KNOWN): (State.OTHER, (Action.FOLLOW,)),
    (State.OTHER, Event.MISSING): (State.LOST, (Action.NOTE_LOSS,)),
    (State.LOST, Event.KNOWN): (State.OTHER, (Action.FOLLOW,)),
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

_STARTED: Final = (
    *(State.LOOKING, State.CHOOSING, State.WAITING),
    *(State.OWN, State.OTHER, State.LOST, State.STOPPED),
)

TABLE: Final[Mapping[tuple[State, Event], Row]] = {
    **_ROWS,
    **{
        (state, Event.WISHED): (State.CHOOSING, (Action.CHOOSE,))
        for state in (State.NEW, *_STARTED)
    },
    **{(state, Event.ENDED): (State.OVER, (Action.LEAVE,)) for state in (State.NEW, *_STARTED)},
}
"""What is at any time is the same in all states but the last, which nothing leads out of."""


class Course:
    """The state, from whatever thread something happens."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = State.NEW

    @property
    def state(self) -> State:
        return self._state

    def happens(self, event: Event) -> tuple[Action, ...]:
        """What is to be done now; the state has changed already."""
        with self._lock:
            self._state, actions = TABLE.get((self._state, event), (self._state, ()))
        return actions
