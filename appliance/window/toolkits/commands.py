"""What is done at a command or an item of the menu, in whichever toolkit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from appliance.window.command import Command
from appliance.window.menu import COMMANDS, Item
from appliance.window.toolkits.native import Told
from appliance.window.zoom import Zoom


class Commands:
    """In the toolkit's thread only. `resize` shows the page so large, `others` is what there is
    besides sizes.
    """

    def __init__(
        self,
        told: Told,
        resize: Callable[[float], None],
        others: Mapping[Command, Callable[[], None]],
    ) -> None:
        self._zoom = told.zoom
        self._outside = told.outside
        self._resize = resize
        self._acts: Mapping[Command, Callable[[], None]] = {
            Command.LARGER: lambda: self._sized(Zoom.larger),
            Command.SMALLER: lambda: self._sized(Zoom.smaller),
            Command.ACTUAL_SIZE: lambda: self._sized(Zoom.reset),
            **others,
        }

    def perform(self, command: Command) -> None:
        self._acts[command]()

    def turn(self, notches: float) -> None:
        """By the wheel: see `Zoom.turn`."""
        self._sized(lambda zoom: zoom.turn(notches))

    def of(self, item: Item, link: str) -> Callable[[], None] | None:
        """What this item does, where `link` is at; None for what the web view does itself."""
        if item in COMMANDS:
            return lambda: self.perform(COMMANDS[item])
        return (lambda: self._outside(link)) if item is Item.OPEN_LINK else None

    def _sized(self, change: Callable[[Zoom], None]) -> None:
        change(self._zoom)
        self._resize(self._zoom.factor)
