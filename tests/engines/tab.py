"""One tab of a browser: what somebody does in it, and what it shows."""

from __future__ import annotations

from typing import Any, Final, Literal, Protocol

from tests.running import DEADLINE, eventually

STORED: Final = "#conversation .row:not(.pending) .bubble"
WAITING: Final = "#conversation .row.pending"

CONTROL: Final = "\ue009"
SHIFT: Final = "\ue008"
ALT: Final = "\ue00a"
RETURN: Final = "\ue007"
TAB: Final = "\ue004"
ESCAPE: Final = "\ue00c"
DELETE: Final = "\ue017"
UP: Final = "\ue013"
DOWN: Final = "\ue015"
"""Keys, as WebDriver writes them; what is held is let go where the typing ends."""

_WATCH: Final = """
  performance.setResourceTimingBufferSize(10000); // Of 250 the page's own modules leave few.
  const page = document.documentElement;
  const note = (what) => { page.dataset.trouble = `${page.dataset.trouble || ''}${what}\\n`; };
  addEventListener('error', (event) => note(event.message || event.target.outerHTML), true);
  addEventListener('unhandledrejection', (event) => note(event.reason));
  addEventListener('securitypolicyviolation', (event) => note(event.blockedURI));
"""
"""From now on the page itself keeps what goes wrong in it. (What did before that, while it loaded,
kept it from connecting.)"""

_ASKED: Final = "return performance.getEntriesByType('resource').map((entry) => entry.name);"


class Engine(Protocol):
    """A browser that does what WebDriver's commands say, by Marionette's names for them."""

    @property
    def home(self) -> str:
        """The window that it began with, and that nobody closes."""

    def ask(self, command: str, **parameters: Any) -> Any: ...


class Tab:
    """Beside the one that is in front, or in a window of its own."""

    def __init__(self, engine: Engine, kind: Literal["tab", "window"]) -> None:
        self._engine = engine
        self._trouble: list[str] = []
        engine.ask("SwitchToWindow", handle=engine.home)
        self._handle = engine.ask("NewWindow", type=kind)["handle"]

    def enter(self, address: str, room: str = "lobby") -> None:
        """Go there, and wait until the page has all that is said in `room`."""
        self._keep_trouble()
        self._do("Navigate", url="about:blank")  # Else a page that is there only gets another hash.
        self._do("Navigate", url=address)
        self.run(_WATCH)
        self.sees(
            "return [document.querySelector('#connection').dataset.phase,"
            " document.querySelector('#room-name').textContent,"
            " document.querySelectorAll('.beginning.loading').length]",
            ["connected", room, 0],
        )

    def close(self) -> None:
        self._do("CloseWindow")

    def leave(self) -> None:
        """The browser forgets who was there: cookies are for all ports of a host."""
        self._do("DeleteAllCookies")
        self.close()

    def run(self, script: str, *arguments: Any) -> Any:
        """What the body of a function returns in the page."""
        return self._do("ExecuteScript", script=script, args=[*arguments])

    def type(self, selector: str, keys: str) -> None:
        """Press keys there, with this tab in front."""
        self._do("ElementSendKeys", id=self._find(selector), text=keys)

    def press(self, keys: str) -> None:
        """The same wherever the focus is."""
        found: dict[str, str] = self._do("GetActiveElement")
        self._do("ElementSendKeys", id=next(iter(found.values())), text=keys)

    def click(self, selector: str) -> None:
        self._do("ElementClick", id=self._find(selector))

    def call_oneself(self, nick: str) -> None:
        self.type("#nick", f"{CONTROL}a")
        self.type("#nick", nick)

    def write(self, *texts: str) -> None:
        for text in texts:
            self.type("#message", text + RETURN)
            self.sees("return document.querySelector('#message').value", "")

    def texts(self, selector: str) -> list[str]:
        found: list[str] = self.run(
            "return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)",
            selector,
        )
        return found

    def shows(self, texts: list[str], at: str = STORED) -> None:
        """Wait until these are the texts there, and no others."""
        eventually(lambda: self.texts(at), lambda seen: seen == texts)

    def sees(self, script: str, expected: object) -> None:
        """Wait until this is what `script` returns."""
        eventually(lambda: self.run(script), lambda seen: seen == expected, DEADLINE)

    @property
    def cookies(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._do("GetCookies")
        return found

    @property
    def asked(self) -> list[str]:
        """The addresses of all that the page has asked for since it was loaded."""
        found: list[str] = self.run(_ASKED)
        return found

    @property
    def trouble(self) -> list[str]:
        """What went wrong here: errors of scripts, and what the page's policy forbids."""
        self._keep_trouble()
        return self._trouble

    def _keep_trouble(self) -> None:
        page = "document.documentElement.dataset"
        said = self.run(f"const said = {page}.trouble; delete {page}.trouble; return said || ''")
        self._trouble += said.splitlines()

    def _find(self, selector: str) -> str:
        found: dict[str, str] = self._do("FindElement", using="css selector", value=selector)
        return next(iter(found.values()))

    def _do(self, command: str, **parameters: Any) -> Any:
        # Who only looks leaves the other tab in front.
        in_front = command.startswith("Element")
        self._engine.ask("SwitchToWindow", handle=self._handle, focus=in_front)
        return self._engine.ask(command, **parameters)
