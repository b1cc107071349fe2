"""Files that stay out, though PyInstaller's analysis or its hooks would bring them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

Entry = tuple[str, str, str]
"""Name in the bundle, where it comes from, kind: as PyInstaller lists them."""

NEVER_USED: Final = {
    # The interpreter runs in UTF-8 mode (see build.spec): no locale asks for these.
    "the codecs of East Asian locales": r"lib-dynload/_(codecs|multibytecodec)",
    "tests of the interpreter": r"lib-dynload/_(test|xxtest|xxsub|ctypes_test)",
    "line editing": r"lib(readline|tinfo|ncursesw?)\.so|lib-dynload/(readline|_curses)",
    "compression that nothing uses": r"lib(bz2|lzma)\.so|lib-dynload/_(bz2|lzma)",
    "jQuery for those who debug jQuery": r"jquery/data/(?!jquery\.min\.js$)",
    "other loops of gevent": r"^gevent/(libuv|libev/_corecffi|resolver/cares)",
    "sources of C parts": r"\.(c|h|pxd|pyx|pyi)$|(^|/)py\.typed$",
    "metadata nobody reads": r"\.dist-info/",
}

OF_THE_SYSTEM: Final = re.compile(r"^/(usr/)?lib(/|64/)")
"""The `system` build runs where there is a web view, and takes the libraries that come with one."""

BROUGHT_ALONG: Final = re.compile(
    r"^lib(python|crypto|ssl|ffi|uuid|z\.so|expat)|\.cpython-|lib-dynload"
)
"""But these: Python's own, whose versions differ between systems."""

TYPELIBS: Final = re.compile(r"^(gi_typelibs|share|etc|lib/gdk-pixbuf|lib/gio|fontconfig)/")
"""Described and themed by the system that has the web view."""

QT_NEEDED: Final = re.compile(
    r"Qt6(Core|Gui|Widgets|Network|WebChannel|WebEngineCore|WebEngineWidgets|PrintSupport|DBus"
    r"|OpenGL|OpenGLWidgets|Qml|QmlModels|QmlMeta|QmlWorkerScript|Quick|QuickWidgets|Positioning"
    r"|XcbQpa|WaylandClient|WaylandEglClientHwIntegration|Svg)(\.so|\.dll|\.framework|\b)"
)
QT_MODULES: Final = re.compile(
    r"^PySide6/Qt(Core|Gui|Widgets|Network|WebChannel|WebEngineCore|WebEngineWidgets"
    r"|PrintSupport|DBus)\."
)
QT_PLUGINS: Final = re.compile(
    r"plugins/(platforms/libq(xcb|wayland|offscreen)|platforms/q(windows|cocoa)"
    r"|xcbglintegrations|platforminputcontexts/lib(compose|ibus)|wayland-|imageformats/libqsvg"
    r"|platformthemes/libqxdgdesktopportal|styles)"
)
QT_LANGUAGES: Final = re.compile(r"qtwebengine_locales/(en-US|de|fr|es)\.pak$")


def kept(entries: Iterable[Entry], window: str) -> list[Entry]:
    """Those of PyInstaller's `entries` that go into the build for `window`."""
    return sorted(entry for entry in entries if wanted(entry[0], entry[1], window))


def wanted(name: str, source: str, window: str) -> bool:
    """Whether one file goes in."""
    name = PurePath(name).as_posix()
    if any(re.search(pattern, name) for pattern in NEVER_USED.values()):
        return False
    if window == "system":
        return _for_the_systems_view(name, source)
    return window != "qt" or _for_qt(name)


def _for_the_systems_view(name: str, source: str) -> bool:
    if TYPELIBS.match(name):
        return False
    return not OF_THE_SYSTEM.match(source) or bool(BROUGHT_ALONG.search(name))


def _for_qt(name: str) -> bool:
    if "/translations/" in name or name.startswith("PySide6/translations"):
        return bool(QT_LANGUAGES.search(name))
    if "/plugins/" in name:
        return bool(QT_PLUGINS.search(name))
    if "/qml/" in name or name.endswith(".debug.pak") or "devtools_resources" in name:
        return False
    if re.search(r"(^|/)(lib)?Qt6\w+", name):
        return bool(QT_NEEDED.search(name))
    if re.match(r"^PySide6/Qt\w+\.", name):
        return bool(QT_MODULES.match(name))
    return True
