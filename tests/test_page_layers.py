"""The shape of the page's modules: their folders know each other one way, like the program's."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final

from appliance.web.page.bundle import Module
from tests.running import ROOT

SCRIPTS: Final = ROOT / "ui" / "js"
ENTRY: Final = "app.js"

LAYERS: Final = (
    "app",
    *("page/keys", "page/search", "page/conversation", "page/people", "page/rooms"),
    *("page/completion", "page/composer", "page/notices", "page/host", "page/door", "page"),
    *("page/invite", "page/message", "page/files"),
    *("page/parts", "chat", "line", "kept", "kinds", "format", "words"),
)
"""Each may import itself, those after it, and the single modules beside `app.js`, which import
nothing of them.
"""

ERRORS: Final = "line/api-error.js"
"""Says what is a refusal, and what a mistake."""

IMPORT: Final = re.compile(r"import \{ (.+) \} from '(\.[^']+)';")

MODULES: Final = [
    Module.read(path.relative_to(SCRIPTS).as_posix(), path.read_text("utf-8"))
    for path in sorted(SCRIPTS.rglob("*.js"))
]


def test_every_folder_of_the_page_is_a_layer() -> None:
    assert {posixpath.dirname(module.path) for module in MODULES} - {""} == set(LAYERS)


def test_modules_of_the_page_know_each_other_one_way() -> None:
    wrong = [
        f"ui/js/{module.path} imports {target}"
        for module in MODULES
        if module.path != ENTRY
        for target in (*module.needs, *module.later)
        if not _may(posixpath.dirname(module.path), posixpath.dirname(target))
    ]
    assert not wrong, "Imports of the page point one way:\n" + "\n".join(wrong)


def test_what_is_seen_stands_in_folders() -> None:
    """What all the page is framed by stands in `page/` itself, and that is little."""
    frame = [module for module in MODULES if posixpath.dirname(module.path) == "page"]
    assert len(frame) <= 10


def test_what_a_module_gives_is_taken_by_another() -> None:
    taken = {name for module in MODULES for name in _taken(module)}
    dead = {(module.path, name) for module in MODULES for name in module.gives} - taken
    assert not dead, "Nobody takes these: they need no export, or are needed no more."


def test_what_is_a_mistake_of_the_page_is_told_in_one_place() -> None:
    """Each of them is thrown on, or told in the console: see `refusal` and `outlived` there."""
    told = re.compile(r"status [!=]== undefined")
    lines = [(module.path, line) for module in MODULES for line in module.lines]
    assert [(path, line) for path, line in lines if path != ERRORS and told.search(line)] == []


def _taken(module: Module) -> Iterator[tuple[str, str]]:
    """By the paths of the modules whose they are. Of what is asked for later it is each name that
    stands there: what is loaded is a value like others.
    """
    for names, where in IMPORT.findall("\n".join(module.lines)):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(module.path), where))
        yield from ((path, name.partition(" as ")[0]) for name in names.split(", "))
    if module.later:
        words = set(re.findall(r"\w+", "\n".join(module.lines)))
        yield from ((path, word) for path in module.later for word in words)


def _may(folder: str, target: str) -> bool:
    if not target or folder == target:
        return True
    return bool(folder) and LAYERS.index(folder) < LAYERS.index(target)
