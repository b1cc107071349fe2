"""What somebody sees who has no terminal when the chat cannot be opened."""

from __future__ import annotations

import shutil
import subprocess

from tests.running import DEADLINE, eventually
from tests.window.doubleclick import SYSTEM, python_with
from tests.window.screen import Screen


def test_where_there_is_gtk_and_no_program_for_it_a_dialog_says_all_of_the_sentence(
    screen: Screen,
) -> None:
    programs, asked = screen.folder("programs"), screen.home / "programs" / "asked"
    for name in ("xmessage", "notify-send"):
        (programs / name).write_text(f"#!/bin/sh\nexec {shutil.which('touch')} {asked}\n")
        (programs / name).chmod(0o755)
    # Nobody can make a folder there: as where the home is read-only.
    place = f"/proc/{'far-away-' * 12}/chat"
    opened = screen.start(
        [
            "env",
            f"PATH={programs}",
            str(python_with(SYSTEM)),
            "-m",
            "appliance",
            "window",
            "--data",
            place,
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    dialog = eventually(lambda: screen.windows("^Chat Appliance$"))[0]
    eventually(lambda: screen.colours(dialog), lambda many: many > 20)
    screen.picture("cannot-open")
    left, top, width, height = screen.geometry(dialog)
    assert min(left, top) >= 0
    assert left + width <= screen.size[0]
    assert top + height <= screen.size[1]
    screen.press("Escape", lambda: ["gone"] * (dialog not in screen.windows("^Chat Appliance$")))
    assert opened.wait(DEADLINE) != 0
    assert opened.stderr is not None
    assert place in opened.stderr.read()
    opened.stderr.close()
    assert not asked.exists()
