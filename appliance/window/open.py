"""The window's process from its start to its end: which chat it shows, and whose server that is.

Its own: a `Keeper` runs the server as a child. Or one that already runs with this data folder
without a window, or one on another machine: then the window only shows it. What is done when is in
`course`; what is done, here.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from appliance.host import admin_token, whereabouts
from appliance.host.ui import ui_folder
from appliance.window import unpacked
from appliance.window.choice import Neighbour
from appliance.window.course import Action, Course, Event
from appliance.window.face import Face
from appliance.window.instance import CHOOSE, GREET, Instance
from appliance.window.leave_taking import LeaveTaking
from appliance.window.neighbours import AT_ONCE, Neighbourhood
from appliance.window.others import Others
from appliance.window.plan import Plan
from appliance.window.server import status
from appliance.window.server.keeper import Keeper
from appliance.window.server.own import OwnChat
from appliance.window.stage import Stage
from appliance.window.tray.tray import Acts, Tray
from appliance.window.watch import Aim, Watch

END_SECONDS: Final = 5.0
"""A web view that has not let go of this process so long after its end was asked for is left."""


class Opening:
    """One run. `begin` does what can be done while the web view is being loaded."""

    def __init__(self, plan: Plan, instance: Instance) -> None:
        self._plan = plan
        self._instance = instance
        self._own = OwnChat(plan.folder)
        self._others = Others(plan.folder, self._own.standing)
        self._neighbourhood = Neighbourhood(plan.find, self._own.standing) if plan.find else None
        self._watch = Watch(
            plan.find or (lambda _: ()),
            found=partial(self._happens, Event.KNOWN),
            missing=partial(self._happens, Event.MISSING),
            listed=self._listed,
        )
        self._aiming = threading.Lock()
        self._keeper = Keeper(
            plan.server, hopeless=plan.hopeless, ready=self._ready, given_up=self._given_up
        )
        self._course = Course()
        self._stage = Stage(_starting, hidden=plan.hidden)
        self._leave_taking = LeaveTaking(self._stage, self._needing)
        self._tray = Tray(plan.name, ui_folder(), self._acts())
        self._url = ""
        """Where the server of this folder is, own or not."""
        self._shown = self._log = ""
        self._code = 0
        self._actions: Mapping[Action, Callable[[Any], None]] = {
            Action.START: lambda _: self._keeper.start(),
            Action.STOP: lambda _: self._keeper.stop(),
            Action.LOOK: self._look,
            Action.ATTACH: self._attach,
            Action.JOIN: self._join,
            Action.FOLLOW: self._follow,
            Action.SHOW_OWN: self._show_own,
            Action.OPEN: self._open,
            Action.CHOOSE: self._choose,
            Action.OFFER: self._offer,
            Action.SAY_BACK: self._say_back,
            Action.SAY_WAITING: self._say_waiting,
            Action.NOTE_LOSS: self._note_loss,
            Action.SAY_STARTING: lambda _: self._stage.present(_starting),
            Action.SAY_STOPPED: self._say_stopped,
            Action.LEAVE: self._leave,
        }

    @property
    def hidden(self) -> bool:
        """Whether nothing is to come up unasked: started so, or kept without its window."""
        return self._stage.hidden

    def begin(self) -> None:
        """Start the server, or find out that none is to be started."""
        self._instance.listen(self._asked)
        plan = self._plan
        running = whereabouts.find(plan.folder)
        if running is not None and not running.attended:
            self._happens(Event.RUNS, running.url)
        elif plan.choose and self._neighbourhood:
            self._happens(Event.WISHED)
        elif self._neighbourhood and self._others.choice.is_other:
            self._others.wait_as_before()
            self._happens(Event.JOINED)
        elif self._neighbourhood is None or self._others.choice.is_own or plan.hidden:
            self._happens(Event.ALONE)
        else:
            self._happens(Event.UNSURE, None if self._others.has_own else self._found_later)

    def show(self, face: Face) -> int:
        """Run the face until the end; the exit code. Raises what the face raises, before it
        came to be there; then another may be tried.
        """
        if self._stage.enter(face):
            face.run(self._began)
        return self._code

    def end(self) -> None:
        """Close the window and end; from any thread."""
        self._happens(Event.ENDED)

    def close(self) -> None:
        """The face is gone: end the server, let the next start be the first."""
        self._course.happens(Event.ENDED)  # what happens from now on changes nothing
        self._stage.over = True
        self._watch.take(Aim())
        self._tray.close()
        self._instance.leave()
        self._keeper.stop()
        self._instance.close()

    def elsewhere(self) -> None:
        """The user wants to go to another chat; from any thread."""
        self._happens(Event.WISHED)

    def closing(self) -> bool:
        """Whether the window may close."""
        return self._leave_taking.agreed()

    def titled(self, title: str) -> None:
        """The window is called so now; from any thread."""
        self._tray.titled(title)

    def _happens(self, event: Event, about: object = None) -> None:
        for action in self._course.happens(event):
            self._actions[action](about)
        self._heed()

    def _heed(self) -> None:
        with self._aiming:
            self._watch.take(self._others.aim(self._course.state))

    # What happens, each from a thread of its own.

    def _began(self) -> None:
        unpacked.sweep_in_background(unpacked.folder())
        self._stage.began()
        self._tray.begin()

    def _asked(self, wish: str) -> None:
        """A further start wants this."""
        if wish != GREET:
            self._stage.to_front()
        if wish == CHOOSE and self._neighbourhood:
            self.elsewhere()

    def _ready(self, url: str) -> None:
        # Chosen first: a look that finds nobody shows the new address as soon as it is known here.
        event = Event.BACK if url == self._shown else Event.READY
        self._url = url
        self._happens(event, url)

    def _given_up(self, reason: str, code: int) -> None:
        running = whereabouts.find(self._plan.folder)
        if running is not None and not running.attended:
            self._happens(Event.RUNS, running.url)
        else:
            self._happens(Event.GIVEN_UP, (reason, code))

    def _found(self, chats: Sequence[Neighbour]) -> None:
        if chats:
            self._others.chats = chats
            self._happens(Event.STRANGERS, chats)
        else:
            self._happens(Event.NOBODY)

    def _found_later(self, chats: Sequence[Neighbour]) -> None:
        self._happens(Event.LATE, chats)

    def _listed(self, chats: Sequence[Neighbour]) -> None:
        """Who is there now, while somebody may choose."""
        self._stage.tell(self._others.list(chats))

    def _chosen(self, choice: str, fields: Mapping[str, Any]) -> None:
        self._happens(*self._others.chosen(choice, fields))

    # What is done about it.

    def _look(self, later: Callable[[Sequence[Neighbour]], None] | None) -> None:
        if self._neighbourhood:
            self._neighbourhood.look(AT_ONCE, self._found, later=later)

    def _attach(self, url: str) -> None:
        """Show a server that somebody else runs with this folder; it stays when we go."""
        self._url = url
        self._open(url)

    def _join(self, chat: Neighbour) -> None:
        if not (self._url and status.connected(self._url)):
            self._keeper.stop()
        self._go(chat)

    def _go(self, chat: Neighbour) -> None:
        self._others.join(chat)
        self._shown = chat.url
        self._stage.present(lambda face: face.open(chat.url, chat=chat.name, log=chat.id))

    def _follow(self, chat: Neighbour) -> None:
        """Where it is still at its address its page comes back by itself; what is in it stays."""
        if self._others.is_back(chat) and chat.url != self._shown:
            self._go(chat)

    def _note_loss(self, _: object) -> None:
        """Its page stays, to be read."""
        self._others.lose()

    def _show_own(self, _: object) -> None:
        if self._url and self._keeper.running:
            self._open(self._url)
        else:
            self._keeper.start()

    def _open(self, url: str) -> None:
        self._shown = url
        self._others.leave()
        address = partial(admin_token.passing_link, url, self._plan.folder)
        log = status.identity(url)
        self._log = log or self._log
        self._stage.present(lambda face: face.open(address(), address, log=log))

    def _choose(self, about: object) -> None:
        self._shown = ""
        facts = self._others.choosing(about, own=bool(self._url))
        self._stage.present(lambda face: face.ask("place", facts, self._chosen))

    def _say_waiting(self, about: object) -> None:
        self._shown = ""
        facts = self._others.waiting(about)
        self._stage.present(lambda face: face.ask("place", facts, self._chosen))

    def _offer(self, chats: Sequence[Neighbour]) -> None:
        """The own chat is in use, perhaps: a dialog asks, and nothing that was typed is lost."""

        def chosen(choice: str, _: Mapping[str, Any]) -> None:
            if choice == "show":
                self._others.chats = chats
                self._happens(Event.WISHED)
            else:
                self._others.stay(choice)

        self._stage.ask("found", {"chats": [chat._asdict() for chat in chats]}, chosen)

    def _say_back(self, url: str) -> None:
        """The page comes back by itself; what was typed into it stays."""
        log = status.identity(url)
        other = self._log and log and self._log != log
        lost = "Its log is not in the data folder any more: this is another one."
        what = lost if other else "Nothing that was sent is lost."
        self._stage.message("The chat was started again", f"Its server had ended. {what}")
        self._log = log or self._log

    def _say_stopped(self, why: tuple[str, int]) -> None:
        def answered(choice: str, _: Mapping[str, Any]) -> None:
            if choice == "restart":
                self._code = 0
            self._happens(Event.RESTART if choice == "restart" else Event.QUIT)

        self._shown = ""
        reason, self._code = why
        self._stage.present(lambda face: face.ask("stopped", {"reason": reason}, answered))

    def _leave(self, _: object) -> None:
        left = threading.Timer(END_SECONDS, lambda: os._exit(self._code))
        left.daemon = True
        left.start()
        self._instance.leave()
        self._stage.leave()

    def _needing(self) -> int:
        return status.connected(self._url) if self._keeper.running and self._url else 0

    def _acts(self) -> Acts:
        leave = partial(self._leave_taking.quit, self.end)
        return Acts(self._stage.to_front, self._share, leave, self._own.around)

    def _share(self, shared: bool) -> None:
        if why := self._own.share(shared):
            self._stage.message("Who may join was not changed", why)


def _starting(face: Face) -> None:
    face.ask("starting", {}, lambda choice, fields: None)  # it has nothing to choose
