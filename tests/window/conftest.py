"""What a window needs to be looked at: a screen, and a desk of the user who sits before it."""

from __future__ import annotations

import importlib.util
import secrets
import struct
from collections.abc import Iterator

import pytest

from tests.conftest import unavailable
from tests.forms.form import SOURCE, Form
from tests.window.desk import Desk
from tests.window.screen import Screen, _as_user, start_server


@pytest.fixture
def screen() -> Iterator[Screen]:
    with Screen() as screen:
        yield screen


@pytest.fixture(scope="session")
def closed_display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of one that answers, but only to who has its cookie."""
    cookie = tmp_path_factory.mktemp("display") / "cookie"
    parts = (b"", b"", b"MIT-MAGIC-COOKIE-1", secrets.token_bytes(16))
    anybody = b"\xff\xff"
    cookie.write_bytes(anybody + b"".join(struct.pack(">H", len(one)) + one for one in parts))
    server, name = start_server("-auth", str(cookie))
    yield name
    server.terminate()
    server.wait()


@pytest.fixture
def window_desk(form: Form, screen: Screen) -> Iterator[Desk]:
    """A desk with a screen, where a double-click opens a real window."""
    if form.name == SOURCE and importlib.util.find_spec("gi") is None:
        unavailable("this Python has no GTK (pip install chat-appliance[gtk])")
    folder = screen.folder("desk")
    with Desk(folder, form.command, environment=screen.environment, user=_as_user()) as desk:
        for path in [folder, *folder.rglob("*")]:
            screen.own(path)
        yield desk
