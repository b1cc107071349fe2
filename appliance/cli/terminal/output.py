"""Standard output, which somebody may stop reading at any moment, and words beside it.

Whatever is printed goes through here and is made visible: no command has to know which of its
words came from a server, a file or another device.
"""

from __future__ import annotations

import io
import os
import re
import select
import sys
import threading
from collections.abc import Callable
from typing import Final

from appliance.cli.terminal.exit import OutputLost
from appliance.visible import visible, visible_lines

_COLOUR: Final = re.compile(r"(\x1b\[(?:0|1;3[1-6])m)")
"""The escapes that our own colours are; the worst that others could do with them is colour."""


def use_utf8(*, always: bool) -> None:
    """Print everything that people write, also where the locale cannot: as escapes, or with
    `always` as UTF-8 nevertheless.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = "utf-8" if always else None
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")


def write(text: str, *, coloured: bool = False) -> None:
    """Print the lines of `text` now; with `coloured` our colours in them are left.

    Raises BrokenPipeError when nobody reads it any more, OutputLost when it cannot be written.
    """
    if sys.stdout is None:  # closed by whoever started us
        return
    try:
        sys.stdout.write(_painted(text) if coloured else visible_lines(text))
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon()
        raise OutputLost("output-lost", reason=error.strerror) from None


def abandon() -> None:
    """Let what is not written yet go nowhere; Python would complain about it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(sentence: str) -> None:
    """A word to the person at the terminal, beside the output; always one line."""
    print(visible(sentence), file=sys.stderr, flush=True)


def watch_reader(gone: Callable[[], object]) -> None:
    """Call `gone`, from another thread, when nobody reads standard output any more.

    Whoever waits in a poll writes nothing and would not notice: `tail | head -1` would hang
    until the next message. Does nothing where the system has no poll(2).
    """
    if sys.stdout is None or not hasattr(select, "poll"):
        return
    watcher = select.poll()
    # Asked for nothing, poll(2) still tells of an error: Linux says POLLERR of a pipe without a
    # reader, others POLLHUP.
    watcher.register(sys.stdout.fileno(), 0)

    def wait() -> None:
        if any(happened & (select.POLLERR | select.POLLHUP) for _, happened in watcher.poll()):
            gone()

    threading.Thread(target=wait, name="reader", daemon=True).start()


def _painted(text: str) -> str:
    """Every second piece is one of the colours."""
    pieces = _COLOUR.split(text)
    return "".join(piece if at % 2 else visible_lines(piece) for at, piece in enumerate(pieces))
