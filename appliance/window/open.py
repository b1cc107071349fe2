"""The window's process from its start to its end: which chat it shows, and whose server that is.

Its own: a `Keeper` runs the server as a child. Or one that already runs with this data folder
without a window, or one on another machine: then the window only shows it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from appliance.host import admin_token, whereabouts
from appliance.network.discovery.standing import Standing
from appliance.window import unpacked
from appliance.window.choice import Choice, Neighbour
from appliance.window.face import Face
from appliance.window.instance import CHOOSE, GREET, Instance
from appliance.window.neighbours import AT_ONCE, PATIENTLY, Neighbourhood
from appliance.window.plan import Plan
from appliance.window.server import status
from appliance.window.server.keeper import Keeper

END_SECONDS: Final = 5.0
"""A web view that has not let go of this process so long after its end was asked for is left."""


class Opening:
    """One run. `begin` does what can be done while the web view is being loaded."""

    def __init__(self, plan: Plan, instance: Instance) -> None:
        self._plan = plan
        self._instance = instance
        self._choice = Choice(plan.folder)
        self._neighbourhood = Neighbourhood(plan.find, self._standing) if plan.find else None
        self._keeper = Keeper(
            plan.server, hopeless=plan.hopeless, ready=self._ready, given_up=self._given_up
        )
        self._lock = threading.RLock()
        self._face: Face | None = None
        self._latest: Callable[[Face], None] = lambda face: face.ask("starting", {}, _ignore)
        self._undecided = False
        self._url = ""
        """Of the server, own or not, that the window shows or is to show."""
        self._shown = self._log = ""
        self._owned = True
        self._wanted = False
        self.hidden = plan.hidden
        """Whether nothing is to come up unasked: started so, or kept without its window."""
        self._ending = False
        self._code = 0

    def begin(self) -> None:
        """Start the server, or find out that none is to be started."""
        self._instance.listen(self._asked)
        plan = self._plan
        running = whereabouts.find(plan.folder)
        if running is not None and not running.attended:
            self._attach(running.url)
        elif plan.choose and self._neighbourhood:
            self._undecided = True
            self._neighbourhood.look(PATIENTLY, self._choose)
        elif self._neighbourhood and self._choice.is_other:
            self._undecided = True
            self._neighbourhood.look(AT_ONCE, self._found)
        elif self._neighbourhood is None or self._choice.is_own or plan.hidden:
            self._keeper.start()
        else:
            # Most often nobody is there: the own server need not wait for that.
            self._undecided = True
            first = not plan.folder.exists() or not any(plan.folder.glob("*.db"))
            self._keeper.start()
            self._neighbourhood.look(
                AT_ONCE, self._found, later=self._found_later if first else None
            )

    def show(self, face: Face) -> int:
        """Run the face until the end; the exit code. Raises what the face raises, before it
        came to be there; then another may be tried.
        """
        with self._lock:
            self._face = face
            if self._ending:
                return self._code
            self._latest(face)
        face.run(self._started)
        return self._code

    def end(self) -> None:
        """Close the window and end; from any thread."""
        with self._lock:
            if self._ending:
                return
            self._ending = True
        left = threading.Timer(END_SECONDS, lambda: os._exit(self._code))
        left.daemon = True
        left.start()
        self._instance.leave()
        if self._face is not None:
            self._face.close()

    def close(self) -> None:
        """The face is gone: end the server, let the next start be the first."""
        self._ending = True
        self._instance.leave()
        self._keeper.stop()
        self._instance.close()

    def closing(self) -> bool:
        """Whether the window may close: asks first while other devices are connected."""
        others = status.connected(self._url) if self._keeper.running and self._url else 0
        if not others or self._face is None:
            return True
        answers: list[str] = []
        answered = threading.Event()

        def take(choice: str, _: Mapping[str, Any]) -> None:
            answers.append(choice)
            answered.set()

        self._face.ask("closing", {"others": others}, take)
        while not answered.wait(1.0):
            if self._ending:
                return True
        if answers[0] == "keep":
            self.hidden = True
            self._face.hide()
        return answers[0] == "close"

    def _started(self) -> None:
        unpacked.sweep_in_background(unpacked.folder())
        if self._face is not None and self._wanted:
            self._wanted = False
            self._face.to_front()
        if self._face is not None and self._ending:
            self._face.close()

    def _present(self, show: Callable[[Face], None]) -> None:
        """Show this now, or as soon as there is something to show it in."""
        with self._lock:
            self._latest = show
            if self._face is not None and not self._ending:
                show(self._face)

    def _open(self, url: str) -> None:
        self._shown = url
        address = partial(admin_token.passing_link, url, self._plan.folder)
        self._present(lambda face: face.open(address(), address))

    # The own server.

    def _ready(self, url: str) -> None:
        with self._lock:
            if not self._owned:
                return
            back = self._shown == url
            self._url = url
            if self._undecided:
                return
        if not back:
            self._open(url)
        log = status.identity(url)
        if back:
            # The page comes back by itself; what was typed into it stays.
            lost = "Its log is not in the data folder any more: this is another one."
            what = (
                lost if self._log and log and self._log != log else "Nothing that was sent is lost."
            )
            self._message("The chat was started again", f"Its server had ended. {what}")
        self._log = log or self._log

    def _message(self, title: str, text: str) -> None:
        if self._face is not None:
            self._face.message(title, text)

    def _given_up(self, reason: str, code: int) -> None:
        running = whereabouts.find(self._plan.folder)
        if running is not None and not running.attended:
            self._attach(running.url)
            return
        self._code, self._shown = code, ""
        facts = {"reason": reason}
        self._present(lambda face: face.ask("stopped", facts, self._after_stop))

    def _after_stop(self, choice: str, _: Mapping[str, Any]) -> None:
        if choice != "restart":
            self.end()
            return
        self._code = 0
        self._present(lambda face: face.ask("starting", {}, _ignore))
        self._keeper.start()

    def _attach(self, url: str) -> None:
        """Show a server that somebody else runs with this folder; it stays when we go."""
        self._owned, self._url = False, url
        self._open(url)

    # The choice between the own chat and others.

    def _standing(self) -> Standing | None:
        """What counts of the own chat among those that are found; None while it is not there."""
        running = whereabouts.find(self._plan.folder)
        identity = status.identity(running.url) if running else ""
        return Standing(identity, running.since, running.attended) if running and identity else None

    def _found(self, chats: Sequence[Neighbour]) -> None:
        known = self._choice.joined_of(chats)
        if known is not None:
            self._join(known)
        elif chats:
            # Nobody shall see a chat come and go that perhaps is not wanted.
            self._keeper.stop()
            self._choose(chats)
        else:
            self._own()

    def _found_later(self, chats: Sequence[Neighbour]) -> None:
        """The own chat is in use, perhaps: a dialog asks, and nothing that was typed is lost."""

        def chosen(choice: str, _: Mapping[str, Any]) -> None:
            if choice == "show":
                self._choose(chats)
            else:
                self._choice.own()

        with self._lock:
            face = None if self._ending else self._face
        if face is not None:
            face.ask("found", {"chats": [chat._asdict() for chat in chats]}, chosen)

    def _choose(self, chats: Sequence[Neighbour]) -> None:
        """Let the user choose between the own chat and these."""

        def chosen(choice: str, fields: Mapping[str, Any]) -> None:
            # Only now: the start need not wait for what is seldom asked.
            from appliance.network.discovery.greeting import is_there

            joined = next((chat for chat in chats if chat.url == fields.get("url")), None)
            if choice != "join" or joined is None:
                self._choice.own()
                self._own()
            elif is_there(joined.url, joined.id):
                self._choice.join(joined)
                self._join(joined)
            else:
                self._own()
                self._message(
                    "That chat is not there any more",
                    f"\u201c{joined.name}\u201d does not answer. This is the computer's own chat.",
                )

        self._shown = ""
        facts = {"chats": [chat._asdict() for chat in chats], "own": self._plan.name}
        self._present(lambda face: face.ask("choose", facts, chosen))

    def _own(self) -> None:
        with self._lock:
            self._undecided, self._owned = False, True
            url = self._url if self._keeper.running else ""
        if url:
            self._open(url)
        else:
            self._keeper.start()

    def _join(self, chat: Neighbour) -> None:
        with self._lock:
            self._undecided, self._owned = False, False
        if not (self._url and status.connected(self._url)):
            self._keeper.stop()
        self._shown = chat.url
        self._present(lambda face: face.open(chat.url))

    # Further starts.

    def _asked(self, wish: str) -> None:
        if wish != GREET:
            self.hidden = False
            if self._face is not None:
                self._face.to_front()
            else:
                self._wanted = True
        if wish == CHOOSE and self._neighbourhood:
            self._neighbourhood.look(PATIENTLY, self._choose)


def _ignore(choice: str, fields: Mapping[str, Any]) -> None:
    """A page with nothing to choose."""
