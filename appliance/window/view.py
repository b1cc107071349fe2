"""One window on the screen, with the chat's page in it, or a local page while there is none.

pywebview makes the window; what it leaves out or does in a way that does not suit us is in one
module for each toolkit: gtk, qt, edge, cocoa. The view itself knows no toolkit.

pywebview puts its JavaScript bridge into pages by building code from strings, which the chat's
Content-Security-Policy forbids, and rightly so. The view does without: see pages.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from appliance.host import privacy
from appliance.visible import visible
from appliance.window import geometry
from appliance.window.crashes import Crashes
from appliance.window.face import BASE, Answered
from appliance.window.notices import Notice, Notices, is_notice, said
from appliance.window.orders import Orders
from appliance.window.outside import is_inside, is_own, open_outside
from appliance.window.pages import QUESTIONS, LocalPage, carrying, is_answer, message
from appliance.window.places import Places
from appliance.window.toolkits import toolkit
from appliance.window.toolkits.native import Native, Question
from appliance.window.toolkits.toolkit import NoView
from appliance.window.unsent import unsent
from appliance.window.zoom import Zoom

ELSEWHERE: Final = "chat-window:elsewhere"
"""What a page of the chat links to, for a new window, to lead to another chat: see elsewhere.js.
Any page may do so: all that comes of it is a page of ours, where the user chooses.
"""

LONGEST_TITLE: Final = 200
"""Characters; of a longer one, which no page of ours has, the end is left out."""


class View:
    """Made and run in the process's main thread; all else may be called from any thread, also
    before the window exists (it is then done as soon as it does) and after it is gone (nothing).

    folder: keeps the window's place and the web view's profile, with its cookies.
    closing: called in a thread of its own when the user presses the close button, not again
    before it has answered; True lets the window close, False keeps it.
    environment: for programs that open links; None for this process's own.
    elsewhere: called in a thread of its own when the user wants to go to another chat.
    titled: called in the toolkit's thread when the window gets another title; it must not wait.
    kind: as `toolkit.kind` says it, where that is not to choose.

    Raises NoView if there cannot be one.
    """

    def __init__(
        self,
        title: str,
        *,
        folder: Path,
        icon: Path,
        closing: Callable[[], bool],
        hidden: bool = False,
        environment: Mapping[str, str] | None = None,
        likely: str = "about:blank",
        kind: str | None = None,
        elsewhere: Callable[[], None] = lambda: None,
        titled: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._kind = kind or toolkit.kind()
        self._title = title
        self._folder = folder
        self._icon = icon
        self._closing = closing
        self._hidden = hidden
        self._elsewhere = elsewhere
        self._told_title = titled
        self._environment = environment
        self.likely = likely
        self._native: Native | None = None
        self._home = self._chat = self._base = ""
        self._places = Places(folder)
        self._page: LocalPage | None = None
        self._asking = threading.Lock()
        self._ending = False
        self._crashes = Crashes()
        self._notices = Notices()
        self.zoom = Zoom(folder)
        self._hopeless = False
        self._orders = Orders()
        self._do = self._orders.do
        self.unsent = 0

    def run(self, started: Callable[[], None]) -> None:
        """Show the window and block until it is closed; `started` is called in a thread of its
        own once the window exists. Raises NoView if there cannot be one, also when the web view
        turns out not to work.
        """
        toolkit.check(self._kind)
        from appliance.window.frame import Frame

        self._folder.mkdir(privacy.FOLDER, parents=True, exist_ok=True)
        self._started = started
        frame = Frame(self._title, self._kind, hidden=self._hidden, icon=self._icon)
        frame.on(prepare=self._prepare, attach=self._attach, may_close=self._may_close)
        frame.run(self._folder / "profile")
        if self._native is None:
            raise NoView("no-screen")
        self._native = None
        self._orders.end()
        if self._hopeless:
            raise NoView("view-crashes")

    def open(
        self, url: str, again: Callable[[], str] | None = None, chat: str = "", log: str = ""
    ) -> None:
        """Show the chat's page. Links to elsewhere from there open in the real browser. What the
        page of another's `chat` notifies of is shown with that name. Where it is known by `log`,
        what was kept of it where it was before comes along.
        """

        def load(native: Native) -> None:
            before = self._places.go(log, url)
            self._home, self._page, self._chat, self.unsent = url, None, chat, 0
            self._base = ""
            native.allow(url)
            if before:
                self._call(native, self._title)
                native.load_page(carrying(before, url, log), before)
            else:
                native.load(url)

        self._do(load)

    def ask(self, page: str, facts: Mapping[str, Any], answered: Answered) -> None:
        """Show the local page ui/window/`page`.html in place of what is there and hand it `facts`;
        `answered(choice, fields)` is called in a thread of its own when it has an answer.
        What is in QUESTIONS is a dialog of its own instead.
        """
        if page in QUESTIONS:
            self._question(QUESTIONS[page](facts), lambda choice: answered(choice, {}))
            return
        shown = LocalPage(page, facts, answered)
        base = str(facts.get(BASE) or "")

        def load(native: Native) -> None:
            self._home, self._page, self._base, self.unsent = "", shown, base, 0
            self._places.leave()
            self._call(native, self._title)
            native.load_page(shown.html(), base)

        self._do(load)

    def tell(self, facts: Mapping[str, Any]) -> None:
        """These facts are others now, for the local page that is shown."""

        def tell(native: Native) -> None:
            if self._page is not None and (script := self._page.news(facts)):
                native.run(script)

        self._do(tell)

    def message(self, title: str, text: str) -> None:
        """A small dialog with something to know."""
        self._question(message(title, text), lambda _: None)

    def to_front(self) -> None:
        """Show it if it was hidden or small, above all others and with the keyboard."""
        self._do(lambda native: native.to_front())

    def hide(self) -> None:
        def hide(native: Native) -> None:
            self.left()
            native.hide()

        self._do(hide)

    def close(self) -> None:
        """Close it without asking; `run` returns."""

        def close(native: Native) -> None:
            if not self._ending:
                self._ending = True
                self.left()
                self._orders.end()
                native.close()

        self._do(close)

    # What pywebview and the toolkit tell, in the toolkit's thread: see native.Told.

    def titled(self, title: str) -> None:
        if is_notice(title):
            self._told_by_title(title)
        elif (count := unsent(title)) is not None:
            self.unsent = count if self._home else 0
        elif not is_answer(title):
            there = self._page is None and not self._places.before
            if title and self._native is not None and there:
                self._places.arrive()
                self._call(self._native, visible(title[:LONGEST_TITLE]))
        elif self._page is not None:
            if (script := self._page.begun(title)) and self._native is not None:
                self._native.run(script)
            answer = self._page.take(title)
            if answer is not None:
                threading.Thread(target=answer, name="answer", daemon=True).start()

    def notice(self, title: str, text: str) -> Notice | None:
        return self._notices.take(title, text, self._chat) if self._home else None

    def inside(self, url: str) -> bool:
        if is_inside(url, self._home):
            if not is_own(url):
                self._places.leave()  # what was kept at the former one is on its way
            return True
        if any(base and is_inside(url, base) for base in (self._base, self._places.before)):
            return True
        self.outside(url)
        return False

    def outside(self, url: str) -> None:
        if url == ELSEWHERE:
            threading.Thread(target=self._elsewhere, name="elsewhere", daemon=True).start()
            return
        open_outside(url, self._environment)

    def crashed(self) -> bool:
        if self._ending:
            return False
        self._hopeless = self._crashes.another()
        if self._hopeless:
            self.close()
        return not self._hopeless

    @property
    def home(self) -> str:
        return self._home

    def left(self) -> None:
        if self._native is not None and not self._hidden:
            geometry.remember(self._folder, self._native.geometry())

    def _call(self, native: Native, title: str) -> None:
        native.title(title)
        self._told_title(title)

    def _told_by_title(self, title: str) -> None:
        told = said(title)
        shown = self.notice(*told) if told else None
        if shown is not None and self._native is not None:
            self._native.notify(shown)

    def _prepare(self) -> None:
        module = toolkit.module(self._kind)
        self._made: Native = module.Native()
        self._made.prepare(self._title)

    def _attach(self, window: Any) -> None:
        native = self._made
        native.attach(window, self)
        screens = native.screens()
        known = geometry.remembered(self._folder)
        native.put(known.on(screens) if known else geometry.first(screens))
        self._native = native
        self._hidden = False
        native.later(self._begin)

    def _begin(self) -> None:
        self._orders.begin(self._made)
        threading.Thread(target=self._started, name="started", daemon=True).start()

    def _may_close(self) -> bool:
        if not self._ending and self._asking.acquire(blocking=False):
            threading.Thread(target=self._ask_closing, name="closing", daemon=True).start()
        return self._ending

    def _ask_closing(self) -> None:
        try:
            agreed = self._closing()
        finally:
            self._asking.release()
        if agreed:
            self.close()

    def _question(self, question: Question, answered: Callable[[str], None]) -> None:
        def told(choice: str) -> None:
            threading.Thread(target=answered, args=(choice,), daemon=True).start()

        self._do(lambda native: native.ask(question, told))
