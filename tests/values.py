"""Which words the code gives to problems as values: what stands in it as text, wherever in the same
module a value comes from.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final, NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef

PASSED_ON: Final = (ast.IfExp, ast.BoolOp, ast.BinOp, ast.JoinedStr, ast.FormattedValue)
"""What is made of its parts. Of what is looked up or called elsewhere no words are seen."""


class Place(NamedTuple):
    """An expression, and the function around it."""

    value: ast.expr
    function: Function | None


class Module:
    """Follows values through the functions of one module."""

    def __init__(self, tree: ast.Module) -> None:
        self._functions = {node.name: node for node in ast.walk(tree) if isinstance(node, Function)}
        self._around: dict[ast.AST, Function] = {}
        for function in self._functions.values():  # the inner ones come later, and stay
            self._around.update(dict.fromkeys(ast.walk(function), function))
        self._calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]

    def words(self, value: ast.expr) -> set[str]:
        """All texts with a letter that may be in `value`."""
        found: set[str] = set()
        todo, seen = [Place(value, self._around.get(value))], set()
        while todo:
            place = todo.pop()
            if place.value in seen:
                continue
            seen.add(place.value)
            if isinstance(place.value, ast.Constant) and isinstance(place.value.value, str):
                found.add(place.value.value)
            todo += self._origins(place)
        return {text for text in found if any(letter.isalpha() for letter in text)}

    def _origins(self, place: Place) -> Iterator[Place]:
        value, function = place
        if isinstance(value, PASSED_ON):
            asked = value.test if isinstance(value, ast.IfExp) else None
            for part in ast.iter_child_nodes(value):
                if isinstance(part, ast.expr) and part is not asked:
                    yield Place(part, function)
        elif isinstance(value, ast.Name) and function is not None:
            yield from self._of_name(value.id, function)
        elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
            called = self._functions.get(value.func.id)
            for node in ast.walk(called) if called else ():
                if isinstance(node, ast.Return) and node.value:
                    yield Place(node.value, called)

    def _of_name(self, name: str, function: Function) -> Iterator[Place]:
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and name in map(ast.unparse, node.targets):
                yield Place(node.value, function)
        names = [each.arg for each in function.args.args if each.arg != "self"]
        for call in self._calls if name in names else ():
            if ast.unparse(call.func).rpartition(".")[2] == function.name:
                given = dict(zip(names, call.args, strict=False))
                given |= {each.arg: each.value for each in call.keywords if each.arg}
                if name in given:
                    yield Place(given[name], self._around.get(call))
