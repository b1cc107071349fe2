"""What the user sees, as soon as there is something to see it in, and no more once it is over."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from appliance.window.face import Answered, Face


class Stage:
    """Safe to be called from any thread. `hidden`: nothing is to come up unasked."""

    def __init__(self, latest: Callable[[Face], None], *, hidden: bool) -> None:
        """`latest` is shown first, unless something else is there to show by then."""
        self.hidden = hidden
        self.over = False
        self._latest = latest
        self._face: Face | None = None
        self._in_front = False
        self._lock = threading.RLock()

    @property
    def face(self) -> Face | None:
        """What there is to see something in; None before, and once it is over."""
        return None if self.over else self._face

    def enter(self, face: Face) -> bool:
        """Show all in this `face` from now on, which may be a second one after the first failed;
        False if it is over already.
        """
        with self._lock:
            self._face = face
            if not self.over:
                self._latest(face)
            return not self.over

    def began(self) -> None:
        """The face is there."""
        if self._face is None:
            return
        if self._in_front:
            self._in_front = False
            self._face.to_front()
        if self.over:
            self._face.close()

    def present(self, show: Callable[[Face], None]) -> None:
        """Show this now, or as soon as there is something to show it in."""
        with self._lock:
            self._latest = show
            if face := self.face:
                show(face)

    def ask(self, page: str, facts: Mapping[str, object], answered: Answered) -> None:
        """A question that only somebody who looks can be asked."""
        if face := self.face:
            face.ask(page, facts, answered)

    def tell(self, facts: Mapping[str, object]) -> None:
        """News for our own page that is shown now."""
        if face := self.face:
            face.tell(facts)

    def message(self, title: str, text: str) -> None:
        """A word for somebody who looks."""
        if face := self.face:
            face.message(title, text)

    def to_front(self) -> None:
        """Somebody wants to see it."""
        self.hidden = False
        if face := self.face:
            face.to_front()
        else:
            self._in_front = True

    def hide(self) -> None:
        self.hidden = True
        if face := self.face:
            face.hide()

    def leave(self) -> None:
        """It is over: close what is to be seen."""
        with self._lock:
            self.over = True
        if self._face is not None:
            self._face.close()
