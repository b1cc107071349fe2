"""The oldest browsers that the page takes are those that the README names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import pytest

from tests.features import (
    OLD_PROPERTIES,
    OLD_VALUES,
    PROPERTY,
    SCRIPT,
    STYLE,
    VALUE,
    Feature,
    Versions,
)
from tests.running import ROOT

UI: Final = ROOT / "ui"
FIRST: Final = UI / "js" / "incomplete.js"
"""Tells those with an older browser, and is read by that."""

COMMENT: Final = re.compile(r"/\*.*?\*/|(?<![:'\"`\\])//[^\n]*", re.DOTALL)
DECLARED: Final = re.compile(r"(?<=[;{\s])(-?[a-z][a-z-]*)\s*:(?=\s)")
VALUED: Final = re.compile(r"(?<=[;{\s])(-?[a-z][a-z-]*)\s*:\s([^;{}]*)[;}]")
NO_KEYWORD: Final = re.compile(r"\"[^\"]*\"|\b(?:attr|env|url|var)\([^)]*\)|#\w+|@\w+|--[\w-]+")
KEYWORD: Final = re.compile(r"(?<![\w.-])[A-Za-z][A-Za-z-]*(?![\w(-])")
OWN_WORDS: Final = frozenset({"animation", "font", "scrollbar-gutter", "color-scheme"})
"""Properties whose values are names of our own or of fonts, or go with the property itself."""

NAMED: Final = r"Chrome (?:and|or) Edge (\d+), Safari ([\d.]+) (?:and|or) Firefox (\d+)"

NEWER_THAN_ES5: Final = re.compile(
    r"=>|`|\.\.\.|\?\.|\?\?|\*\*|\b(?:let|const|class|async|await|import|export|of|yield|super)\b"
    r"|\b(?:Promise|fetch|Symbol|Map|Set|Reflect|Proxy|URL)\b|\.(?:includes|assign|find|closest)\("
)


def without_comments(text: str) -> str:
    return COMMENT.sub(" ", text)


def scripts() -> str:
    modules = (path for path in sorted((UI / "js").rglob("*.js")) if path != FIRST)
    return "\n".join(without_comments(path.read_text("utf-8")) for path in modules)


def styles() -> str:
    """Without what stands between `url(` and `)`, or is a name of our own."""
    return "\n".join(without_comments(path.read_text("utf-8")) for path in UI.glob("css/*.css"))


def used() -> Iterator[Feature]:
    script, style = scripts(), styles()
    yield from (feature for feature in SCRIPT if feature.is_in(script))
    yield from (
        feature for feature in (*STYLE, *PROPERTY.values(), *VALUE.values()) if feature.is_in(style)
    )


def needed(features: Iterable[Feature]) -> Versions:
    """The oldest that know all of them, but for those that can be spared."""
    kept = [feature.since for feature in features if not feature.spared]
    return Versions(*(max(column) for column in zip(*kept, strict=True)))


def stated(text: str) -> Versions:
    found = re.search(NAMED, " ".join(text.split()))
    assert found, "It names no browsers."
    return Versions(float(found[1]), float(found[3]), float(found[2]))


@pytest.mark.parametrize("file", ["README.md", "ui/index.html"])
def test_the_browsers_that_are_named_are_those_that_the_page_needs(file: str) -> None:
    oldest = needed(used())
    newest = [feature for feature in used() if not feature.spared and _decides(feature, oldest)]
    assert stated((ROOT / file).read_text("utf-8")) == oldest, [one.name for one in newest]


def _decides(feature: Feature, oldest: Versions) -> bool:
    return any(one == most for one, most in zip(feature.since, oldest, strict=True))


def test_every_property_of_the_styles_is_known() -> None:
    declared = {name for name in DECLARED.findall(styles()) if not name.startswith("-")}
    unknown = declared - OLD_PROPERTIES - set(PROPERTY)
    assert unknown == set(), "Look up since when browsers know it: tests/features.py."


def test_every_value_of_the_styles_is_known() -> None:
    known = OLD_VALUES | OLD_PROPERTIES | set(VALUE) | set(PROPERTY)
    unknown = {
        f"{name}: {word}"
        for name, value in VALUED.findall(styles())
        for word in KEYWORD.findall(NO_KEYWORD.sub(" ", value))
        if name not in OWN_WORDS and word not in known
    }
    assert unknown == set(), "Look up since when browsers know it: tests/features.py."


def test_what_is_clipped_is_hidden_where_a_browser_knows_no_clip() -> None:
    lines = [line.strip() for line in styles().splitlines()]
    clipped = [at for at, line in enumerate(lines) if line == "overflow: clip;"]
    assert clipped
    assert {lines[at - 1] for at in clipped} == {"overflow: hidden;"}


def test_what_is_spared_is_in_use() -> None:
    names = {feature.name for feature in used() if feature.spared}
    assert ":has()" in names
    assert "@supports not selector(:has(a))" in styles()


def test_what_tells_those_with_an_older_browser_is_read_by_it() -> None:
    script = without_comments(FIRST.read_text("utf-8"))
    assert NEWER_THAN_ES5.findall(script) == []


@pytest.mark.parametrize(
    "line",
    [
        *("a => a", "let a;", "const a = 1;", "a?.b", "a ?? b", "`a`", "f(...a)", "async () => 1"),
        *("fetch('/')", "[].includes(1)", "class A {}", "for (a of b) {}"),
    ],
)
def test_this_sees_what_an_older_browser_does_not_read(line: str) -> None:
    assert NEWER_THAN_ES5.search(line)


KNOWN: Final = (*SCRIPT, *STYLE, *PROPERTY.values(), *VALUE.values())


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("optional chaining", "a?.b"),
        ("??=", "a ??= b"),
        ("??", "a ?? b"),
        ("fields", "  #run = 0;"),
        ("private methods", "  async #loop(run) {"),
        ("looking behind in patterns", "/(?<!a)b/u"),
        ("flag v of patterns", r"/\p{L}/v.test(a)"),
        (".at()", "a.at(-1)"),
        ("structuredClone", "structuredClone(a)"),
        ("Intl.Segmenter", "new Intl.Segmenter()"),
        (":has()", ".a:has(b) {}"),
        ("nesting", "  &:hover {}"),
        ("ranges in @media", "@media (width >= 40rem) {}"),
        ("color-mix()", "color: color-mix(in srgb, a, b);"),
        ("dvh", "height: 100dvh;"),
        ("inset", "a { inset: 0; }"),
        ("clip", "a { overflow: clip; }"),
        ("anywhere", "a { overflow-wrap: anywhere; }"),
    ],
)
def test_this_sees_what_is_newer(name: str, line: str) -> None:
    every = {feature.name: feature for feature in KNOWN}
    assert every[name].is_in(line)
