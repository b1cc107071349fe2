"""Python modules that stay out, though something that goes in would import them."""

from __future__ import annotations

from typing import Final

NEVER_USED: Final = {
    "build machinery": ["distutils", "ensurepip", "lib2to3", "pip", "pkg_resources", "setuptools"],
    "for those who write Python": ["bdb", "doctest", "pdb", "pydoc", "pydoc_data", "unittest"],
    "other user interfaces": ["_curses", "curses", "readline", "tkinter", "turtle"],
    "formats and protocols the chat does not speak": [
        *("_bz2", "_lzma", "bz2", "ftplib", "imaplib", "lzma", "netrc", "nntplib", "poplib"),
        *("smtplib", "telnetlib", "xml.dom", "xmlrpc"),
    ],
    "Falcon: its async half, its testing half, and formats nobody asks for": [
        *("falcon.asgi", "falcon.cmd", "falcon.testing", "falcon.bench", "jsonschema", "msgpack"),
        *("mimeparse", "rapidjson", "yaml"),
    ],
    "gevent: monkey-patching for others, its own tests, and name servers": [
        *("gevent.ares", "gevent.resolver.ares", "gevent.resolver.cares", "gevent.testing"),
        *("gevent.resolver.dnspython", "gevent.resolver_ares", "gevent.tests", "dns"),
        *("gevent.pywsgi", "gevent.backdoor", "gevent.monkey.__main__", "psutil"),
    ],
    "0MQ: its other backend, logging and asyncio": [
        *("tornado", "zmq.asyncio", "zmq.auth", "zmq.backend.cffi", "zmq.devices", "zmq.eventloop"),
        *("zmq.log", "zmq.ssh", "zmq.utils.garbage", "zmq.tests"),
    ],
    "Prometheus: other servers and collectors than ours": [
        *("prometheus_client.aiohttp", "prometheus_client.bridge", "prometheus_client.twisted"),
        *("prometheus_client.django", "prometheus_client.multiprocess", "twisted", "django"),
    ],
    "segno: pictures other than SVG": ["segno.cli", "png", "PIL"],
    "Zstandard: its other backend": ["zstandard.backend_cffi", "zstandard._cffi"],
    "APSW: its shell, text search, and what else is built on the database": [
        *("apsw._unicode", "apsw.aio", "apsw.bestpractice", "apsw.ext", "apsw.fts5"),
        *("apsw.fts5aux", "apsw.fts5query", "apsw.shell", "apsw.speedtest", "apsw.sqlite_extra"),
        *("apsw.tests", "apsw.trace", "apsw.unicode"),
    ],
    "the standard library: what is there in C as well, and managers of other processes": [
        *("_pydecimal", "statistics", "multiprocessing.dummy", "multiprocessing.managers"),
        *("multiprocessing.pool", "multiprocessing.shared_memory"),
    ],
    "the system's SQLite, which may be one that loses commits": ["_sqlite3", "sqlite3"],
    "optional parts of other packages": ["IPython", "numpy", "cryptography", "cffi.recompiler"],
}

POSIX_LOOPS: Final = {
    "gevent's loops but libev's own binding, which is the fastest and the default": [
        *(
            "cffi",
            "_cffi_backend",
            "gevent._ffi",
            "gevent.libev.corecffi",
            "gevent.libev._corecffi",
        ),
        *("gevent.libuv", "gevent.libuv._corecffi", "pycparser"),
    ],
}
"""On Windows gevent has only libuv, by way of cffi."""

ALL_WINDOWS: Final = ["webview", "bottle", "proxy_tools", "jeepney"]
GTK: Final = ["gi", "cairo"]
QT: Final = ["PySide6", "shiboken6", "qtpy"]
PACKED: Final = ["tarfile", "zstandard"]
"""What unpacks what packing.py packed."""

OTHER_BINDINGS: Final = ["PyQt5", "PyQt6", "PySide2", "webview.platforms.cef", "cefpython3"]


VIEWS: Final = "appliance.window.toolkits"
"""Where our own part of each toolkit is; its module is chosen by name."""


def left_out(window: str, platform: str) -> list[str]:
    """The modules that stay out of the build for `window` on `platform`."""
    tables = [NEVER_USED] if platform == "win32" else [NEVER_USED, POSIX_LOOPS]
    names = [name for table in tables for group in table.values() for name in group]
    if window == "none":
        return [*names, *PACKED, *ALL_WINDOWS, *GTK, *QT, *OTHER_BINDINGS]
    names += [*OTHER_BINDINGS, "webview.platforms.android"]
    return names + (GTK if window == "qt" else [*QT, *PACKED])


def hidden(window: str, platform: str) -> list[str]:
    """What is imported by name at run time, where PyInstaller cannot see it."""
    names = ["xstatic.pkg.jquery"]
    if window == "qt":
        return [*names, f"{VIEWS}.qt", "webview.platforms.qt", "PySide6.QtWebEngineWidgets"]
    if window == "system" and platform == "linux":
        repositories = ["Gtk", "Gdk", "Gio", "GLib", "GObject", "Soup", "WebKit2"]
        return [
            *names,
            *(f"{VIEWS}.gtk", "webview.platforms.gtk", "gi._gi_cairo", "cairo"),
            *(f"gi.repository.{name}" for name in repositories),
        ]
    if window == "system" and platform == "win32":
        edge = ["webview.platforms.edgechromium", "webview.platforms.winforms", "clr"]
        return [*names, f"{VIEWS}.edge", *edge]
    if window == "system" and platform == "darwin":
        return [*names, f"{VIEWS}.cocoa", "webview.platforms.cocoa"]
    return names
