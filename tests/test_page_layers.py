"""The shape of the page's modules: their folders know each other one way, like the program's."""

from __future__ import annotations

import posixpath
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


def _may(folder: str, target: str) -> bool:
    if not target or folder == target:
        return True
    return bool(folder) and LAYERS.index(folder) < LAYERS.index(target)
