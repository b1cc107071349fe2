"""A sentence for somebody who sees no terminal, when there is no window to show it in."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Final

_TITLE: Final = "Chat Appliance"
_SECONDS: Final = 60.0
"""A dialog that nobody answers for so long is left alone."""

_PROGRAMS: Final[Sequence[tuple[str, ...]]] = (
    ("zenity", "--error", "--no-markup", "--title={title}", "--text={sentence}"),
    ("kdialog", "--title", "{title}", "--error", "{sentence}"),
    ("notify-send", "--urgency=critical", "--", "{title}", "{sentence}"),
    ("xmessage", "-center", "{sentence}"),
)


def show(sentence: str, environment: Mapping[str, str]) -> bool:
    """Show it with whatever this system has for that; whether there was something."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(0, sentence, _TITLE, 0x10)
        return True
    return any(_run(command, environment) for command in _commands(sentence))


def _commands(sentence: str) -> list[list[str]]:
    if sys.platform == "darwin":
        words = "on run said\ndisplay alert (item 1 of said) message (item 2 of said)\nend run"
        return [["osascript", "-e", words, _TITLE, sentence]]
    return [
        [word.format(title=_TITLE, sentence=sentence) for word in program]
        for program in _PROGRAMS
        if shutil.which(program[0])
    ]


def _run(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        ended = subprocess.run(  # noqa: S603  the sentence is one argument of its own
            command, env=environment, timeout=_SECONDS, capture_output=True, check=False
        )
        return ended.returncode in (0, 1)  # zenity says 1 when the dialog was closed
    return False
