"""The processes of one double-click, and what happens when one of them ends."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Final

from tests.running import eventually
from tests.server.crowd import Senders
from tests.server.test_crash import check_kept
from tests.window.desk import Desk

BOOTLOADER: Final = "bootloader"
WINDOW: Final = "window"
SERVER: Final = "server"


def processes(desk: Desk, started: int) -> dict[str, int]:
    """Their numbers by their parts; a bootloader is there only where one unpacked the rest."""
    server = desk.server()["pid"]
    found = {WINDOW: _parent(server), SERVER: server}
    return found if found[WINDOW] == started else found | {BOOTLOADER: started}


def _parent(number: int) -> int:
    return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])


def end_while_others_write(
    desk: Desk, parts: dict[str, int], part: str, number: signal.Signals, folder: Path
) -> None:
    """End one part while senders post; fails unless the window ends with it, or has a server
    again and ends when it is asked to, and all that was acknowledged is there.
    """
    senders = Senders(desk.server()["port"], 2, folder)
    try:
        eventually(lambda: len(senders.acknowledged()), lambda count: count > 20)
        os.kill(parts[part], number)
        if part == SERVER:
            desk.server(lambda now: bool(now) and now["pid"] != parts[SERVER])
            before = len(senders.acknowledged())
            eventually(lambda: len(senders.acknowledged()), lambda count: count > before)
            os.kill(parts.get(BOOTLOADER, parts[WINDOW]), signal.SIGTERM)
        desk.nothing_is_left()
    finally:
        senders.stop()
    check_kept(desk.log(), senders)
