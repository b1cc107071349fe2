"""What the tests' children begin with, whatever the shell has that the tests were started from.

A setting of somebody's own chat (`CHAT_PORT`), a screen, a language, a proxy or a narrow umask
would come to every program that a test starts, and there decide what it does.
"""

from __future__ import annotations

import os
import re
from typing import Final

OWN: Final = re.compile(
    r"CHAT_(?!TEST_).*"
    r"|PYTHON(?!(PATH|HOME|DONTWRITEBYTECODE|PYCACHEPREFIX)$).*"
    r"|LC_.*|LANGUAGE|TZ"
    r"|XDG_.*|DISPLAY|WAYLAND_DISPLAY|DBUS_.*|GDK_.*|QT_.*|BROWSER"
    r"|COLUMNS|LINES|TERM|(NO|FORCE|CLI)_?COLOR"
    r"|NOTIFY_SOCKET|LISTEN_.*|INVOCATION_ID|JOURNAL_STREAM"
)
"""Variables of a shell, a desktop or a unit that are not for tests."""

USUAL: Final = {"LANG": "C.UTF-8", "TERM": "dumb"}

HERE: Final = ("localhost", "127.0.0.1", "::1", "chat.example.org")
"""No proxy leads to these. For all else it stays: packages and images come through it."""

UMASK: Final = 0o022

PROXIES: Final = re.compile(r"(https?|ftp|all)_proxy", re.IGNORECASE)


def settle() -> None:
    """From now on children begin with what the tests expect."""
    for name in [name for name in os.environ if OWN.fullmatch(name)]:
        del os.environ[name]
    os.environ.update(USUAL)
    for name in ("no_proxy", "NO_PROXY"):
        os.environ[name] = ",".join(filter(None, (os.environ.get(name), *HERE)))
    os.umask(UMASK)


def elsewhere(network: str, *words: str) -> tuple[str, ...]:
    """`words` as a command on a network of its own (a namespace), out of which no proxy leads."""
    proxies = [name for name in os.environ if PROXIES.fullmatch(name)]
    unset = [word for name in proxies for word in ("--unset", name)]
    return ("ip", "netns", "exec", network, "env", *unset, *words)
