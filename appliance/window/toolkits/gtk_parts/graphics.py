"""The window's own process draws text by the processor: it needs no driver for a graphics card."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from typing import Final

from gi.repository import GLib

_VENDORS: Final = "__EGL_VENDOR_LIBRARY_DIRS"
"""Where EGL looks for drivers, once in each process, at the first question."""

_NOWHERE: Final = "/nonexistent"


def without_drivers() -> None:
    """Have EGL look for drivers now and find none: WebKitGTK would load one that imitates a card,
    with its compiler, and never draw with it. The page's process, which inherits the environment
    later, ends itself without one. What the user has set stays.
    """
    if GLib.getenv(_VENDORS) is not None:
        return
    GLib.setenv(_VENDORS, _NOWHERE, True)
    with suppress(OSError, AttributeError):  # no EGL: then nothing is loaded either
        ctypes.CDLL("libEGL.so.1").eglGetDisplay(None)
    GLib.unsetenv(_VENDORS)
