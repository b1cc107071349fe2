"""What can go wrong: names with values, and one table of sentences for all of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from appliance.errors import SENTENCES, BadInput, Problem, StorageFull, sentence
from tests.test_layers import TREES
from tests.values import Module

VALUE: Final = re.compile(r"\{(\w+)\}")
WHAT: Final = ("message", "nick", "title", "topic")
"""What `text.clean` is asked for; it begins the names of its problems."""


COMMANDS: Final = {"mend"}
"""Values that are for a shell."""


class Said(NamedTuple):
    """A place where a problem is made, or its name chosen."""

    where: str
    name: str
    values: set[str] | None
    """None where they are not seen there."""


def kinds() -> set[str]:
    """The names of the classes of problems."""
    found = {"Problem"}
    classes = [
        node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]
    while (
        more := {
            node.name
            for node in classes
            if any(isinstance(base, ast.Name) and base.id in found for base in node.bases)
        }
        - found
    ):
        found |= more
    return found


def said() -> Iterator[Said]:
    """Every name that is given to a problem as it is made."""
    known = kinds()
    for module, tree in TREES.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args or not _makes(node.func, known):
                continue
            values = {keyword.arg or "" for keyword in node.keywords}
            for name in _names(node.args[0]):
                yield Said(f"{module}:{node.lineno}", name, values)


def given() -> Iterator[tuple[str, str, set[str]]]:
    """Each value that is given to a problem: where, its name, and which words are in it."""
    known = kinds()
    for name, tree in TREES.items():
        module = Module(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _makes(node.func, known):
                for value in node.keywords:
                    where = f"{name}:{node.lineno}"
                    yield where, value.arg or "", module.words(value.value)


def _makes(called: ast.expr, known: set[str]) -> bool:
    if isinstance(called, ast.Name):
        return called.id in known
    return ast.unparse(called) == "super().__init__"


def _names(given: ast.expr) -> Iterator[str]:
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        yield given.value
    elif isinstance(given, ast.IfExp):
        yield from _names(given.body)
        yield from _names(given.orelse)
    elif isinstance(given, ast.JoinedStr):
        yield from (ast.unparse(given)[2:-1].replace("{what}", what) for what in WHAT)


def constants() -> set[str]:
    """Every text in the code: some names stand in tables."""
    return {
        node.value
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


SAID: Final = list(said())


def test_every_problem_has_a_sentence_with_just_its_values() -> None:
    assert len(SAID) > 100
    wrong = [
        f"{made.where}: {made.name} {made.values}"
        for made in SAID
        if made.name not in SENTENCES or set(VALUE.findall(SENTENCES[made.name])) != made.values
    ]
    assert wrong == [], "Sentences stand in appliance/sentences.json."


def test_no_value_has_words_of_ours() -> None:
    """A page in another language could not say them in its own."""
    wrong = [
        f"{where}: {name} {words}"
        for where, name, words in given()
        if words and name not in COMMANDS
    ]
    assert wrong == [], "Give what is said a name in appliance/sentences.json."


def test_words_are_found_where_a_value_comes_from() -> None:
    source = """
def check(path):
    wrong = tell(path)
    raise Problem("name", reason=wrong, line=number(1), path=path)

def tell(path):
    return "it is damaged" if path else refused("the disk")

def refused(what):
    return f"{what} fails"

def number(line):
    return str(line)
"""
    tree = ast.parse(source)
    values = {
        each.arg: each.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for each in node.keywords
    }
    module = Module(tree)
    assert module.words(values["reason"]) == {"it is damaged", "the disk", " fails"}
    assert module.words(values["line"]) == module.words(values["path"]) == set()


def test_the_words_of_others_are_said_by_the_command_line_only() -> None:
    """Of the chat at the other end; all else has a name of its own."""
    places = {made.where.rpartition(":")[0] for made in SAID if made.name == "said"}
    assert places == {"appliance.cli.remote.client"}


def test_every_sentence_is_said() -> None:
    names = {made.name for made in SAID} | constants()
    assert set(SENTENCES) - names == set(), "Nobody says these any more."


def test_no_sentence_has_two_names() -> None:
    assert len(set(SENTENCES.values())) == len(SENTENCES)


def test_names_are_plain_and_sentences_are_whole() -> None:
    for name, words in SENTENCES.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name), name
        assert re.match(r"[A-Z{\-]|chat\.db", words), words


def test_a_name_without_a_sentence_is_said_itself() -> None:
    assert str(Problem("not-in-the-table", most=1)) == "not-in-the-table"


def test_numbers_are_amounts_and_texts_stay() -> None:
    values = {"characters": 4_001, "most": 4_000}
    assert sentence("message-too-long", values) == (
        "The message has 4,001 characters; at most 4,000 are allowed."
    )
    assert "port 8080" in str(Problem("port-kept", port="8080"))


def test_what_a_value_holds_is_not_filled_in_again() -> None:
    assert str(Problem("said", words="{words} {other}")) == "{words} {other}"


def test_it_is_told_with_its_name_and_values() -> None:
    told = Problem("nothing-changed", problem=StorageFull("log-full")).told()
    assert told["code"] == "nothing-changed"
    assert told["values"] == {"problem": {"code": "log-full", "values": {}}}
    assert told["description"] == f"{SENTENCES['log-full']} Nothing has changed."
    assert told["title"] == Problem.title
    assert BadInput("message-empty").told()["values"] == {}
