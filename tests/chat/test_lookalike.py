"""Names that look the same."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from types import ModuleType

import pytest

from appliance.chat.lookalike import KEPT, LONGEST, PROTOTYPES, Looks, skeleton
from tests.growth import growth
from tests.running import ROOT

ALIKE = [
    ("lobby", "l\u043ebby"),
    ("lobby", "lobby\u034f"),
    ("lobby", "\u217c\u03bfbb\u0443"),
    ("Ku\u0308che", "K\u00fcche"),
    ("modern", "modem"),
    ("10", "lO"),
    ("\u0440\u0430\u0443", "pay"),
    ("\u5de5", "\u30a8"),
]

TAKEN = """
import tracemalloc
from appliance.chat.lookalike import skeleton
tracemalloc.start()
skeleton("Ada")
print(tracemalloc.get_traced_memory()[0])
"""


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_looks_the_same_has_the_same_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lobby", "hobby"),
        ("lobby", "Lobby"),
        ("tea-1", "tea-2"),
        ("K\u00fcche", "Kuche"),
        ("a", "b"),
    ],
)
def test_what_looks_different_does_not(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize("piece", ["\u0323\u0301", "\u034f", "m", "\u043e", "\ufdfa"])
def test_the_time_has_a_bound(piece: str) -> None:
    assert growth(lambda size: skeleton(piece * size), LONGEST * 4) < 8


def test_each_character_of_the_table_is_found_in_it() -> None:
    table = _script().lookalikes()
    for prototype, chars in table.items():
        for char in chars:
            assert char.translate(PROTOTYPES) == prototype
    assert len(PROTOTYPES) <= KEPT


def test_the_first_name_takes_no_memory_for_the_table() -> None:
    said = subprocess.run([sys.executable, "-c", TAKEN], cwd=ROOT, check=True, capture_output=True)
    assert int(said.stdout) < 64 * 1024


def test_names_are_found_by_their_looks_while_they_are_there() -> None:
    looks = Looks()
    looks.follow({"lobby", "tea"})
    assert looks.like("l\u043ebby") == "lobby"
    assert looks.like("lobby") is None
    assert looks.like("coffee") is None
    looks.follow({"tea"})
    assert looks.like("l\u043ebby") is None
    looks.follow({"tea", "l\u043ebby"})
    assert looks.like("lobby") == "l\u043ebby"


def test_of_two_that_look_the_same_already_each_stays() -> None:
    looks = Looks()
    looks.follow({"lobby", "l\u043ebby"})
    looks.follow({"lobby"})
    assert looks.like("l\u043ebby") == "lobby"


def test_the_tables_are_what_the_packages_of_today_say() -> None:
    script = _script()
    lookalikes = script.in_order(script.lookalikes())
    for path, table in {script.LOOKALIKES: lookalikes, script.JOINING: script.joining()}.items():
        assert json.loads(path.read_text("ascii")) == table, "run `make unicode`"
    page = script.script(script.for_pages(script.lookalikes()))
    assert script.PAGES.read_text("ascii") == page, "run `make unicode`"


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("unicode", ROOT / "packaging" / "unicode.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
