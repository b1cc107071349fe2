"""What a view needs of a toolkit beyond what pywebview does, and what a toolkit tells it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from appliance.window.geometry import Box, Geometry
from appliance.window.notices import Notice
from appliance.window.zoom import Zoom

IN_WINDOW: Final = "ChatWindow/1"
"""The end of what the web view calls itself: the page then shows the way to other chats, which
only the window knows, and sends without a question what came along from the chat's former address
(ui/js/kept/carried.js): in a window no link leads to the chat's page.
"""


@dataclass(frozen=True, slots=True)
class Question:
    """A small dialog: what happened, and the choices, each with its label. Closing the dialog
    counts as the last one.
    """

    title: str
    text: str
    choices: Sequence[tuple[str, str]]


class Told(Protocol):
    """What a toolkit tells the view, in the toolkit's own thread."""

    def titled(self, title: str) -> None:
        """The page has another title."""

    def inside(self, url: str) -> bool:
        """Whether the window may go there; if not, whatever is needed instead is done."""

    def outside(self, url: str) -> None:
        """The page wants a further window for this address."""

    @property
    def home(self) -> str:
        """The chat's address, whose pages may show notifications; empty while there is none."""

    @property
    def likely(self) -> str:
        """Where the chat will most likely be, known before it is there."""

    @property
    def zoom(self) -> Zoom:
        """How large the page is to be; a toolkit changes it at the user's wish."""

    def notice(self, title: str, text: str) -> Notice | None:
        """The page notifies of this. What is to be shown of it; None if nothing is."""

    def crashed(self) -> bool:
        """The web view's own process has crashed. Whether the page is to be loaded again."""

    def left(self) -> None:
        """The user turned to another window."""


class Native(Protocol):
    """One toolkit. All but `later` is called in the toolkit's own thread."""

    def prepare(self, title: str) -> None:
        """The toolkit is loaded, and pywebview has made no window yet."""

    def attach(self, window: Any, told: Told) -> None:
        """The window is made and not shown yet."""

    def later(self, work: Callable[[], None]) -> None:
        """Do this soon, in the toolkit's thread; may be called from any thread."""

    def screens(self) -> list[Box]:
        """The room on each screen, the first one first."""

    def geometry(self) -> Geometry: ...

    def put(self, geometry: Geometry) -> None: ...

    def title(self, text: str) -> None: ...

    def allow(self, url: str) -> None:
        """The page there may show notifications; before the window goes there."""

    def load(self, url: str) -> None: ...

    def load_page(self, html: str, base: str = "") -> None:
        """Show a page of ours; what it may read is what was kept at the address `base`."""

    def run(self, script: str) -> None:
        """Run this in the page that is shown, which is one of ours."""

    def hide(self) -> None: ...

    def to_front(self) -> None:
        """Visible, above the others, with the keyboard."""

    def close(self) -> None: ...

    def notify(self, notice: Notice) -> None:
        """Show it on the desktop; a press on it brings the window to the front."""

    def ask(self, question: Question, answered: Callable[[str], None]) -> None:
        """Show the dialog and return at once; `answered` gets the choice."""
