"""Standard output, which somebody may stop reading at any moment."""

from __future__ import annotations

import io
import os
import select
import sys
import threading
from collections.abc import Callable

from appliance.cli.exit import OutputLost


def use_utf8(*, always: bool) -> None:
    """Print everything that people write, also where the locale cannot: as escapes, or with
    `always` as UTF-8 nevertheless.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = "utf-8" if always else None
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")


def write(text: str) -> None:
    """Print `text` now. Raises BrokenPipeError when nobody reads it any more, OutputLost when
    it cannot be written.
    """
    if sys.stdout is None:  # closed by whoever started us
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon()
        raise OutputLost(f"The output cannot be written: {error.strerror}.") from None


def abandon() -> None:
    """Let what is not written yet go nowhere; Python would complain about it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(sentence: str) -> None:
    """A word to the person at the terminal, beside the output."""
    print(sentence, file=sys.stderr, flush=True)


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
