"""What people may choose to react with."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest

from appliance.chat.kinds.reaction import REACTION
from tests.running import ROOT


@pytest.fixture
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("emoji", ROOT / "packaging" / "emoji.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_s_list_is_the_one_that_is_made_and_the_chat_takes_each(
    script: ModuleType,
) -> None:
    assert script.PAGES.read_text("utf-8") == script.script(), "run `make unicode`"
    emoji = [sign for found in script.chosen().values() for sign, *_ in found]
    assert len(emoji) == len(set(emoji))
    for sign in emoji:
        REACTION.check(sign)
