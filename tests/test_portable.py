"""The chat starts on systems that are not POSIX: what only some have is asked for first."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

import pytest

from tests.test_layers import TREES, complain, path_of

MODULES: Final = frozenset({"fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "msvcrt"})
MODULES_OF_WINDOWS: Final = frozenset({"winreg", "winsound"})
NAMES: Final = frozenset(
    {"fork", "forkpty", "getuid", "geteuid", "getgid", "getegid", "killpg"}
    | {"setsid", "setpgid", "chown", "fchown", "fchmod", "statvfs", "getloadavg", "uname", "poll"}
    | {"sched_getaffinity", "sched_setaffinity", "pread", "pwrite", "O_NOFOLLOW", "O_DIRECTORY"}
)
SIGNALS: Final = frozenset({"SIGHUP", "SIGKILL", "SIGUSR1", "SIGUSR2", "SIGQUIT", "SIGCHLD"})
GUARDS: Final = ("os.name", "sys.platform", "hasattr(", "system ==", "system !=")


def unguarded(tree: ast.AST, *, guarded: bool = False) -> Iterator[tuple[int, str]]:
    """Line and name of each use of what not every system has, without a question before it."""
    after_return = guarded
    for node in ast.iter_child_nodes(tree):
        inside = after_return or _is_guard(node)
        if not inside:
            yield from ((getattr(node, "lineno", 0), name) for name in _uses(node))
        yield from unguarded(node, guarded=inside)
        # `if os.name == "nt": return` guards what follows it in the same function.
        if _is_guard(node) and _leaves(node):
            after_return = True


def _is_guard(node: ast.AST) -> bool:
    if isinstance(node, ast.If | ast.IfExp):
        return any(guard in ast.unparse(node.test) for guard in GUARDS)
    if isinstance(node, ast.BoolOp):
        return any(guard in ast.unparse(node) for guard in GUARDS)
    return isinstance(node, ast.Try) and any(
        handler.type is not None and "ImportError" in ast.unparse(handler.type)
        for handler in node.handlers
    )


def _leaves(node: ast.AST) -> bool:
    bodies = [node.body] if isinstance(node, ast.If) else []
    if isinstance(node, ast.Try):
        bodies = [handler.body for handler in node.handlers]
    return any(part and isinstance(part[-1], ast.Return | ast.Raise) for part in bodies)


def _uses(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        names = {alias.name for alias in node.names}
        yield from names & (MODULES | MODULES_OF_WINDOWS)
    elif isinstance(node, ast.ImportFrom):
        yield from {node.module or ""} & (MODULES | MODULES_OF_WINDOWS)
    elif isinstance(node, ast.Attribute):
        owner = ast.unparse(node.value)
        if owner in ("os", "select") and node.attr in NAMES:
            yield f"{owner}.{node.attr}"
        elif owner == "signal" and node.attr in SIGNALS:
            yield f"signal.{node.attr}"


def test_what_not_every_system_has_is_asked_for_first() -> None:
    wrong = [
        f"{path_of(module).relative_to(path_of('appliance').parents[1])}:{line}: {name}"
        for module, tree in TREES.items()
        for line, name in unguarded(tree)
    ]
    complain(wrong, "Ask os.name, sys.platform or hasattr first, or catch ImportError.")


@pytest.mark.parametrize(
    "code",
    ["import fcntl", "os.fork()", "signal.SIGHUP", "if x:\n  os.getuid()", "select.poll()"],
)
def test_a_use_without_a_question_is_found(code: str) -> None:
    assert list(unguarded(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "if os.name == 'posix':\n  import fcntl",
        "try:\n  import pwd\nexcept ImportError:\n  pwd = None",
        "def f():\n  if not hasattr(select, 'poll'):\n    return\n  select.poll()",
        "os.getuid() if hasattr(os, 'getuid') else 0",
    ],
)
def test_a_use_after_the_question_is_fine(code: str) -> None:
    assert not list(unguarded(ast.parse(code)))
