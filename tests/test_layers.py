"""The shape of the code: imports point one way, modules stay small, pages are built from text."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.running import ROOT

PACKAGE: Final = ROOT / "appliance"

LAYERS: Final = ("cli", "window", "desktop", "host", "web", "chat", "feed", "network", "media")
"""Each may import itself and those after it."""

APART: Final = (
    *({"window", "desktop"}, {"chat", "network"}, {"feed", "network"}),
    *({"feed", "media"}, {"network", "media"}),
)
"""These do not know each other."""

FOR_ALL: Final = frozenset(
    {
        *("appliance", "appliance.bell", "appliance.errors", "appliance.files", "appliance.freed"),
        *("appliance.invisible", "appliance.porters", "appliance.steady", "appliance.thread"),
        "appliance.visible",
    }
)
MAY_READ: Final = {
    "appliance.settings": {"cli", "host"},
    "appliance.environment": {"cli", "host", "window"},
}
"""Who is not handed plain values."""
OF_SETTINGS: Final = frozenset({"appliance.checks", "appliance.setting_value"})
"""For the settings alone."""
SERVER_KNOWS_NOTHING_OF: Final = ("polls", "resources", "app")
TAKE_ENVIRONMENT: Final = frozenset(
    {
        *("address.chosen", "be_frugal", "displays", "draw_by_processor", "find_dictionaries"),
        *("bot_token", "foreign_environment", "remote_url", "token.chosen", "wants_colours"),
    }
)
ENVIRONMENT: Final = frozenset({"environ", "environb", "getenv", "getenvb"})
PRINT: Final = frozenset(
    {
        *("appliance.cli.terminal.output", "appliance.cli.terminal.progress"),
        *("appliance.host.logs", "appliance.window.server.child"),
    }
)
PUT_FILES: Final = frozenset(
    {
        *("NamedTemporaryFile", "copyfile", "fsync", "hardlink_to", "mkstemp", "symlink_to"),
        *("write_bytes", "write_text"),
    }
)
ASK: Final = frozenset({"appliance.cli.remote.client", "appliance.network.question"})
ASKING: Final = frozenset({"http.client", "urllib.request", "open_connection"})
LIBRARY: Final = "appliance.feed.sqlite.database"
ONE_EACH: Final = frozenset({"Around", "Finder", "Menu", "Native"})
"""What each toolkit's module has one of, by the same name."""
MOST_LINES: Final = 300
BAD_NAMES: Final = frozenset({"utils", "util", "helpers", "helper", "manager", "managers", "misc"})
SINKS: Final = re.compile(
    r"innerHTML|outerHTML|\.html\(|insertAdjacentHTML|document\.write|\beval\(|new Function\("
)


class Import(NamedTuple):
    """`module` imports `target` at `line`; `late` if that is inside of a function, `typed` if only
    type checkers see it.
    """

    module: str
    target: str
    line: int
    late: bool
    typed: bool

    def __str__(self) -> str:
        return f"{path_of(self.module).relative_to(ROOT)}:{self.line}: imports {self.target}"


def modules() -> dict[str, Path]:
    """Every module of the package by its full name."""
    return {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def path_of(module: str) -> Path:
    return MODULES[module]


def imports_of(module: str) -> Iterator[Import]:
    """What `module` imports of this package."""
    yield from _walk(module, TREES[module], late=False, typed=False)


def _walk(module: str, tree: ast.AST, *, late: bool, typed: bool) -> Iterator[Import]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for other in node.orelse:
                yield from _walk(module, ast.Module([other], []), late=late, typed=typed)
            yield from _walk(module, ast.Module(node.body, []), late=late, typed=True)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for target in _targets(module, node):
                yield Import(module, target, node.lineno, late, typed)
        else:
            inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _walk(module, node, late=late or inside, typed=typed)


def _targets(module: str, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    else:
        assert node.level == 0, f"{module}:{node.lineno}: a relative import"
        # `from package import module` imports the module, `from module import name` does not.
        names = [f"{node.module}.{alias.name}" for alias in node.names]
        names = [name if name in MODULES else str(node.module) for name in names]
    yield from (name for name in names if name.split(".")[0] == "appliance")


MODULES: Final = modules()
TREES: Final = {name: ast.parse(path.read_text("utf-8")) for name, path in MODULES.items()}
IMPORTS: Final = [found for name in MODULES for found in imports_of(name)]


def layer(module: str) -> str:
    """The folder below `appliance` that `module` is in; empty for those beside the folders."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in LAYERS else ""


def complain(wrong: list[str], why: str) -> None:
    assert not wrong, "\n".join([why, *wrong])


def test_every_folder_is_a_layer() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders == set(LAYERS)


def test_imports_point_one_way() -> None:
    wrong = [
        str(found)
        for found in IMPORTS
        if layer(found.module) and layer(found.target)
        if LAYERS.index(layer(found.target)) < LAYERS.index(layer(found.module))
    ]
    complain(wrong, f"Imports point one way: {' -> '.join(LAYERS)}.")


def test_neighbours_do_not_know_each_other() -> None:
    wrong = [str(found) for found in IMPORTS if {layer(found.module), layer(found.target)} in APART]
    complain(
        wrong, "Window and desktop are beside each other, as are chat, feed, network and media."
    )


def test_what_lies_beside_the_layers_is_for_those_who_may() -> None:
    wrong = [
        str(found)
        for found in IMPORTS
        if not layer(found.target) and found.target not in FOR_ALL
        if layer(found.module) not in MAY_READ.get(found.target, ())
        if found.module != "appliance.settings" or found.target not in OF_SETTINGS
    ]
    complain(wrong, "Settings are read in cli and host only; the rest is for all.")


def test_what_lies_beside_the_layers_uses_none_of_them() -> None:
    allowed = {("appliance.__main__", "appliance.cli.main")}
    wrong = [
        str(found)
        for found in IMPORTS
        if not layer(found.module) and layer(found.target)
        if (found.module, found.target) not in allowed
    ]
    complain(wrong, "What all may import must not import a layer.")


def test_the_server_knows_nothing_of_chats() -> None:
    hidden = tuple(f"appliance.web.{name}" for name in SERVER_KNOWS_NOTHING_OF)
    wrong = [
        str(found)
        for found in IMPORTS
        if found.module.startswith("appliance.web.server") and found.target.startswith(hidden)
    ]
    complain(wrong, "The server hands requests to whatever app it is given.")


def test_who_asks_is_found_out_in_one_place() -> None:
    ways = ("session", "admin", "admin_code", "maker", "reading")
    hidden = {f"appliance.web.access.{name}" for name in ways}
    wrong = [
        str(found)
        for found in IMPORTS
        if found.module.startswith("appliance.web.resources") and found.target in hidden
    ]
    complain(wrong, "Resources ask `req.context.caller` who asks.")


def test_no_module_imports_itself_in_a_circle() -> None:
    after: dict[str, set[str]] = {name: set() for name in MODULES}
    for found in IMPORTS:
        if (found.typed or not found.late) and found.target in MODULES:
            after[found.module].add(found.target)
    circles = [" -> ".join(circle) for circle in _circles(after)]
    complain(circles, "Modules know each other in a circle, if only by their types.")


def _circles(after: dict[str, set[str]]) -> Iterator[list[str]]:
    """One circle for each place where a walk along the imports comes back to itself."""
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> Iterator[list[str]]:
        if name in way:
            yield [*way[way.index(name) :], name]
        elif name not in done:
            for target in sorted(after[name]):
                yield from walk(target, [*way, name])
            done.add(name)

    for name in after:
        yield from walk(name, [])


def test_only_settings_reads_the_environment() -> None:
    """Others may pass `os.environ` on to those two (or to who passes it on), unread."""
    wrong = [
        f"{path_of(module).relative_to(ROOT)}:{line}: os.environ"
        for module, tree in TREES.items()
        for line in _reads_of_environment(tree, may_pass=layer(module) == "cli")
        if module not in MAY_READ
    ]
    complain(wrong, "Only settings reads the environment; the command line hands it over.")


def _reads_of_environment(tree: ast.AST, *, may_pass: bool) -> Iterator[int]:
    passed = {
        id(argument)
        for call in ast.walk(tree)
        if may_pass and isinstance(call, ast.Call) and _takes_environment(call.func)
        for argument in call.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in passed:
            if node.attr in ENVIRONMENT and ast.unparse(node.value) == "os":
                yield node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from (node.lineno for alias in node.names if alias.name in ENVIRONMENT)


def _takes_environment(function: ast.expr) -> bool:
    called = ast.unparse(function)
    return called.startswith("settings.") or called in TAKE_ENVIRONMENT


def test_only_settings_says_how_much_is_allowed_by_default() -> None:
    """A number at a field of another class would be a second opinion, and what tests see."""
    wrong = [
        f"{path_of(module).relative_to(ROOT)}:{row.lineno}: {ast.unparse(row)}"
        for module, tree in TREES.items()
        if module != "appliance.settings"
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.decorator_list
        for row in node.body
        if isinstance(row, ast.AnnAssign) and row.value and _number(row.value) > 1
    ]
    complain(wrong, "A default stands in the settings: appliance.host.limits hands it on.")


def _number(value: ast.expr) -> float:
    """What an expression of numbers amounts to; 0 for any other."""
    if any(isinstance(node, ast.Call | ast.Name) for node in ast.walk(value)):
        return 0
    number = eval(ast.unparse(value), {})  # our own code, and numbers only
    return number if isinstance(number, int | float) else 0


def test_one_module_knows_the_library_of_the_database() -> None:
    """And none the interpreter's, which is the system's SQLite: that may lose commits."""
    wrong = [
        f"{path_of(module).relative_to(ROOT)}:{node.lineno}: imports {ast.unparse(node)}"
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        if re.search(r"\bsqlite3\b", ast.unparse(node))
        or (re.search(r"\bapsw\b", ast.unparse(node)) and module != LIBRARY)
    ]
    complain(wrong, f"Only {LIBRARY} imports the library, and it is APSW.")


def test_one_module_puts_files_in_place() -> None:
    """A second way would forget what this one knows: full disks, killed processes, modes."""
    wrong = [
        f"{path_of(module).relative_to(ROOT)}:{node.lineno}: {ast.unparse(node.func)}"
        for module, tree in TREES.items()
        if module != "appliance.files"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in PUT_FILES
    ]
    complain(wrong, "Put files in place with appliance.files.")


def test_two_modules_ask_over_http() -> None:
    """The one keeps its connection and has words for each failure; the other has a second for all
    of an answer, which may be anybody's. A third would forget what they know of what answers.
    """
    wrong = [
        f"{path_of(module).relative_to(ROOT)}: {name}"
        for module, tree in TREES.items()
        if module not in ASK
        for node in ast.walk(tree)
        for name in _names(node)
        if name in ASKING
    ]
    complain(wrong, "The command line asks by its ChatClient, all others by network.question.")


def _names(node: ast.AST) -> Iterator[str]:
    """What is imported here, or called."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names))
    elif isinstance(node, ast.Call):
        yield ast.unparse(node.func).rpartition(".")[2]


def test_what_is_printed_is_made_visible() -> None:
    """Words from elsewhere must not steer a terminal: only these print, and they see to it."""
    wrong = [
        f"{path_of(module).relative_to(ROOT)}:{node.lineno}: {ast.unparse(node.func)}"
        for module, tree in TREES.items()
        if module not in PRINT
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        if re.fullmatch(r"print|(sys\.)?std(out|err)(\.buffer)?\.write", ast.unparse(node.func))
    ]
    complain(wrong, "Print with appliance.cli.terminal.output.")


def test_modules_are_small() -> None:
    paths = [*MODULES.values(), *(ROOT / "ui").rglob("*.js")]
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in paths}
    wrong = [
        f"{path.relative_to(ROOT)}: {length} lines"
        for path, length in lengths.items()
        if length > MOST_LINES
    ]
    complain(wrong, f"A module has at most {MOST_LINES} lines: look for the second noun.")


def test_modules_are_named_by_what_they_are() -> None:
    wrong = [name for name in MODULES if BAD_NAMES & set(name.split("."))]
    complain(wrong, "One file, one noun: these names say nothing.")


def test_one_name_stands_for_one_noun() -> None:
    """Whoever reads a class's name need not ask which one is meant."""
    places: dict[str, list[str]] = {}
    for module, tree in TREES.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and node.name not in ONE_EACH:
                places.setdefault(node.name, []).append(f"{path_of(module)}:{node.lineno}")
    wrong = [" and ".join([name, *each]) for name, each in places.items() if len(each) > 1]
    complain(wrong, "Two classes have one name: call each by its own.")


def test_pages_are_built_from_text() -> None:
    """Nothing that turns text into HTML or into code: what people write stays text."""
    wrong = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in repository_files()
        if path.is_relative_to(ROOT / "ui") and path.suffix in (".js", ".html")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if SINKS.search(line)
    ]
    complain(wrong, "Text goes into the page by .text() and textContent only.")


def repository_files() -> list[Path]:
    """What is in the repository, or will be with the next commit."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not in a git checkout")
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]
