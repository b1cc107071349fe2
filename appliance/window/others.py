"""The chats of other machines: which one is shown or waited for, which ones there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from appliance.network.discovery.standing import Standing
from appliance.window import place
from appliance.window.choice import Choice, Neighbour
from appliance.window.company import counted
from appliance.window.course import Event, State
from appliance.window.face import UNASKED
from appliance.window.neighbours import others
from appliance.window.watch import Aim, chat_at


class Others:
    """`own` is the chat that is none of them, if it is known yet."""

    def __init__(self, folder: Path, own: Callable[[], Standing | None]) -> None:
        self._folder = folder
        self.choice = Choice(folder)
        self._own = own
        self._wanted: Neighbour | None = None
        self._lost = False
        # What is only being tried out while others are looked for says nothing yet.
        self._own_used = self._own_is_there
        self.chats: Sequence[Neighbour] = ()

    def aim(self, state: State) -> Aim:
        """What is to be looked for in this state."""
        wanted = self._wanted
        if state is State.CHOOSING:
            return Aim(around=True)
        if wanted and state in (State.LOOKING, State.WAITING):
            return Aim(wanted, around=True)
        return Aim(wanted) if state in (State.OTHER, State.LOST) else Aim()

    def wait_as_before(self) -> None:
        """It is to be the chat that was joined last."""
        self._wanted = self.choice.joined

    def list(self, chats: Sequence[Neighbour]) -> dict[str, Any]:
        """These are there now; the facts for a page that lists them."""
        self.chats = counted(others(chats, self._own()))
        return {"chats": [chat._asdict() for chat in self.chats]}

    def join(self, chat: Neighbour) -> None:
        """It is shown from now on, and was there a moment ago."""
        self._wanted, self._lost = chat, False
        self.choice.join(chat)

    def is_back(self, chat: Neighbour) -> bool:
        """`chat` is there; whether it is the one that is shown."""
        same = self._wanted is not None and chat.id == self._wanted.id
        self._lost = self._lost and not same
        return same

    def lose(self) -> None:
        """The one that is shown was there until now."""
        self._lost = True
        if self._wanted:
            self.choice.join(self._wanted)

    def leave(self) -> None:
        """None of them is shown any more, but the own one."""
        self._wanted, self._lost = None, False
        self._own_used = True

    def stay(self, choice: str) -> None:
        """It is to be the own one; where there was nobody to ask, the next start asks again."""
        if choice != UNASKED:
            self.choice.own()

    def chosen(self, choice: str, fields: Mapping[str, Any]) -> tuple[Event, object]:
        """What it means that this was answered, and about what."""
        # Only now: the start need not wait for what is seldom asked.
        from appliance.network.discovery.greeting import is_there

        typed = str(fields.get("typed") or "")
        if choice != "join":
            self.stay(choice)
            return Event.CHOSE_OWN, None
        joined = chat_at(typed) if typed else self._listed_at(fields.get("url"))
        if joined is None:
            return Event.CHOSE_NOTHING, typed
        there = typed or is_there(joined.url, joined.id)
        return (Event.CHOSE_OTHER if there else Event.CHOSE_GONE), joined

    def choosing(self, typed: object, *, own: bool) -> dict[str, Any]:
        """The facts for the page where somebody chooses; `own` says that there is an own chat."""
        here = self._wanted
        words = typed if isinstance(typed, str) else ""
        inside = own and here is None
        facts = place.choosing(self.chats, here, lost=self._lost, own=inside, typed=words)
        return facts | {"kept": self.has_own}

    def waiting(self, about: object) -> dict[str, Any]:
        """The facts for the page that waits: for a chat, or where the typed address was none."""
        if isinstance(about, Neighbour) or self._wanted is None:
            self._wanted = about if isinstance(about, Neighbour) else self.choice.joined
        typed = about if isinstance(about, str) else ""
        seen = self.choice.seen if self._wanted.id == self.choice.joined.id else 0
        facts = place.waiting(self._wanted, seen, self.chats, typed=typed)
        return facts | {"kept": self.has_own}

    @property
    def has_own(self) -> bool:
        """Whether something was said in this computer's own chat at some time, or may have been."""
        return self._own_used and self._own_is_there

    @property
    def _own_is_there(self) -> bool:
        return self._folder.is_dir() and any(self._folder.glob("*.db"))

    def _listed_at(self, url: object) -> Neighbour | None:
        known = [*self.chats, *([self._wanted] if self._wanted else [])]
        return next((chat for chat in known if chat.url == url), None)
