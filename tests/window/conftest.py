"""What a window needs to be looked at: a screen, and a desk of the user who sits before it."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

import pytest

from tests.conftest import unavailable
from tests.forms.form import SOURCE, Form
from tests.window.desk import Desk
from tests.window.screen import Screen, _as_user


@pytest.fixture
def screen() -> Iterator[Screen]:
    with Screen() as screen:
        yield screen


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
