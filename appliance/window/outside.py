"""Links: which stay in the window, and how the others are opened in the real browser."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

_ALLOWED: Final = frozenset({"http", "https", "mailto"})
_OWN: Final = frozenset({"about", "blob", "data"})
"""What a page makes itself. No page can send the window to a data: address; the toolkits show the
local pages so.
"""


def is_inside(url: str, home: str) -> bool:
    """Whether `url` belongs into the window that shows the chat at `home`."""
    return _scheme(url) in _OWN or bool(home and origin(url) == origin(home))


def is_own(url: str) -> bool:
    """Whether it is what a page, or a toolkit for a local page, makes itself."""
    return _scheme(url) in _OWN


def origin(url: str) -> tuple[str, str]:
    """Scheme, host and port, as a browser compares them; nothing for what is no URL."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ("", "")
    return (parts.scheme.lower(), parts.netloc.lower())


def open_outside(url: str, environment: Mapping[str, str] | None = None) -> bool:
    """Open a web or mail address in the user's own program, with this environment or ours.

    Anything else, a file or a program's own scheme, is refused: False.
    """
    if _scheme(url) not in _ALLOWED:
        return False
    opener = shutil.which("xdg-open") if sys.platform.startswith("linux") else None
    work = (_run, (opener, url, environment)) if opener else (webbrowser.open, (url, 2))
    # Either may take as long as a browser takes to start.
    threading.Thread(target=work[0], args=work[1], daemon=True).start()
    return True


def _run(opener: str, url: str, environment: Mapping[str, str] | None) -> None:
    subprocess.run(  # noqa: S603  the address is an argument of its own, and begins with its scheme
        [opener, url],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # a browser outlives the window
        check=False,
    )


def _scheme(url: str) -> str:
    return origin(url)[0]
