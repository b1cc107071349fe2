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

_DIALOGS: Final[Sequence[tuple[str, ...]]] = (
    ("zenity", "--error", "--no-markup", "--title={title}", "--text={sentence}"),
    ("kdialog", "--title", "{title}", "--error", "{sentence}"),
)
_OTHERS: Final[Sequence[tuple[str, ...]]] = (
    ("notify-send", "--urgency=critical", "--", "{title}", "{sentence}"),
    ("xmessage", "-center", "{sentence}"),
)


def show(sentence: str, environment: Mapping[str, str]) -> bool:
    """Show it with whatever this system has for that; whether there was something."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(0, sentence, _TITLE, 0x10)
        return True
    if sys.platform == "darwin":
        words = "on run said\ndisplay alert (item 1 of said) message (item 2 of said)\nend run"
        return _run(["osascript", "-e", words, _TITLE, sentence], environment)
    return (
        any(_run(command, environment) for command in _commands(_DIALOGS, sentence))
        or _own_dialog(sentence)
        or any(_run(command, environment) for command in _commands(_OTHERS, sentence))
    )


def _commands(programs: Sequence[tuple[str, ...]], sentence: str) -> list[list[str]]:
    return [
        [word.format(title=_TITLE, sentence=sentence) for word in program]
        for program in programs
        if shutil.which(program[0])
    ]


def _own_dialog(sentence: str) -> bool:
    """In this process, by the GTK that the window is made of: a message of X11's own cuts long
    sentences off, and a notification is gone soon. Whether there is such a GTK.
    """
    try:
        import gi

        gi.require_version("Gtk", "3.0")
        gi.require_version("Gdk", "3.0")
        from gi.repository import Gdk, GLib, Gtk, Pango
    except (ImportError, ValueError):
        return False
    if not Gdk.init_check([])[0]:
        return False
    dialog = Gtk.MessageDialog(
        message_type=Gtk.MessageType.ERROR, buttons=Gtk.ButtonsType.CLOSE, text=_TITLE, title=_TITLE
    )
    dialog.format_secondary_text(sentence)
    for label in dialog.get_message_area().get_children():
        label.set_line_wrap_mode(Pango.WrapMode.WORD_CHAR)  # a path may be longer than a line
    GLib.timeout_add_seconds(int(_SECONDS), dialog.response, Gtk.ResponseType.CLOSE)
    dialog.run()
    dialog.destroy()
    return True


def _run(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        ended = subprocess.run(  # noqa: S603  the sentence is one argument of its own
            command, env=environment, timeout=_SECONDS, capture_output=True, check=False
        )
        return ended.returncode in (0, 1)  # zenity says 1 when the dialog was closed
    return False
