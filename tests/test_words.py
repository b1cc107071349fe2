"""The page's words: all in the table or in index.html, each with a name; and no edge that is always
left or right, so that other languages come without touching a feature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from tests.running import ROOT

UI: Final = ROOT / "ui"
TABLE: Final = "".join(path.read_text("utf-8") for path in (UI / "js" / "words").glob("en*.js"))
SCRIPTS: Final = {
    path.relative_to(UI).as_posix(): path.read_text("utf-8")
    for path in sorted(UI.rglob("*.js"))
    if path.parent.name != "words"
}
"""The window's pages too: their words stand in their HTML."""
STYLES: Final = {path.name: path.read_text("utf-8") for path in sorted(UI.rglob("*.css"))}

LITERAL: Final = re.compile(
    r"//[^\n]*|/\*.*?\*/"
    r"|(?<=[=(,:!&|?]\s)/(?![*/])(?:\\.|\[(?:\\.|[^\]])*\]|[^/\n])+/|(?<=\()/(?![*/])(?:\\.|[^/\n])+/"
    r"|(?P<text>'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`)",
    re.DOTALL,
)
TAG: Final = re.compile(r"<[^>]*>")
VALUE: Final = re.compile(r"\$\{[^}]*\}")
SPOKEN: Final = (
    re.compile(r"^\W*[A-Z][a-z]+(?:[ ,:.!?…].*)?$", re.DOTALL),  # "Retry", "Write to …"
    re.compile(r"^\s[a-z]|\0[,:]? [a-z]{2,}\b(?![.\w-])"),  # " unread", "${count} left"
    re.compile(r"^[a-z]+ [a-z]+ [a-z]+"),
)
MARKED: Final = re.compile(r">[^<>\0]*[^\W\d_][^<>]*<|>[^<>\0]*[^\W\d_][^<>]*$")
"""Words between tags, or behind them, however they are written."""

IN_A_TAG: Final = re.compile(
    r"<[^>]*\b(?:alt|aria-label|aria-description|placeholder|title)="
    r"[\"'](?=[^\"'\0]*[^\W\d_])"
)
SHOWN: Final = re.compile(
    r"(?:\.(?:text|html|append|prepend|before|after|alert|confirm|prompt)\((?:[^()'\"`]*[?:] *)?"
    r"|\b(?:textContent|innerText|innerHTML|title|placeholder|alt|ariaLabel) = "
    r"(?:[^;()'\"`]*[?:] *)?"
    r"|['\"]?\b(?:alt|aria-label|aria-description|placeholder|title)['\"]?[,:] )"
    r"(?P<quote>['\"`])(?P<text>(?:(?!(?P=quote)).)*)(?P=quote)"
)
"""What is handed to a place where people read it."""

CONTENT: Final = re.compile(r"\bcontent:\s*\"[^\"]*[^\W\d_][^\"]*\"")
"""Words that a style writes."""

KEY_NAMES: Final = frozenset(
    {"Enter", "Escape", "Tab", "Dead", "Delete", "Home", "End", "Control", "Meta", "Alt", "Shift"}
)
NO_WORDS: Final = KEY_NAMES | {"Mod", "Space", "Files", "Infinity", "Notification"}
"""Names of keys and of things that browsers have."""

WORDED: Final = ("alt", "aria-label", "data-incomplete", "placeholder", "title")
SILENT: Final = frozenset({"style", "script", "noscript"})
"""`noscript` is what no script can translate."""

SIDES: Final = re.compile(r"--safe-(?:start|end): env\(safe-area-inset-(?:left|right)\);")
"""Where it is said which is which."""

BOTH: Final = re.compile(r"(?<![\w-])left: ([^;]+);\s*right: \1;")
"""As far from one as from the other; browsers that are too old know it said so only."""

PHYSICAL: Final = tuple(
    map(
        re.compile,
        (
            r"\b(?:margin|padding|border|inset)-(?:left|right)\b",
            r"(?<![\w-])(?:left|right)\s*:",
            r"safe-area-inset-(?:left|right)",
            r"-(?:left|right)-radius",
            r"(?:float|clear|text-align):\s*(?:left|right)",
            r"translateX\((?!calc\([^;]*var\(--forward\))",
        ),
    )
)
FOUR: Final = re.compile(
    r"(?:margin|padding|inset|border-width): *"
    r"(?:[^\s;(]|\([^)]*\))+ ((?:[^\s;(]|\([^)]*\))+) (?:[^\s;(]|\([^)]*\))+"
    r" ((?:[^\s;(]|\([^)]*\))+);"
)
"""Top, right, bottom and left."""


def literals(script: str) -> Iterator[str]:
    r"""The texts in `script`, without their quotes; of a template \0 stands for each value."""
    for found in LITERAL.finditer(script):
        if found["text"]:
            yield VALUE.sub("\0", found["text"][1:-1])


def spoken(literal: str) -> bool:
    """Whether it looks like something that is said to people."""
    text = TAG.sub("", literal)
    marked = MARKED.search(literal) or IN_A_TAG.search(literal)
    return bool(marked) or (text not in NO_WORDS and any(kind.search(text) for kind in SPOKEN))


def shown(script: str) -> Iterator[str]:
    """The texts that `script` hands to where they are read, whatever they look like."""
    for found in SHOWN.finditer(script):
        text = TAG.sub("", VALUE.sub("\0", found["text"]))
        if re.search(r"[^\W\d_]", text):
            yield text


def names() -> set[str]:
    return set(re.findall(r"^  '([\w.]+)':", TABLE, re.MULTILINE))


class _Words(HTMLParser):
    """Which words the page has from the start: those with a name, and those without."""

    def __init__(self) -> None:
        super().__init__()
        self.named: list[tuple[str, str]] = []
        self.nameless: list[str] = []
        self._open: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for attribute in WORDED:
            text = given.get(attribute)
            if text:
                self._note(given.get(f"data-word-{attribute}"), text)
        if tag not in ("meta", "link", "img", "input", "path"):
            self._open.append((tag, given.get("data-word")))

    def handle_endtag(self, tag: str) -> None:
        if tag != "path":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if any(char.isalpha() for char in data) and not SILENT & {tag for tag, _ in self._open}:
            self._note(self._open[-1][1], data.strip())

    def _note(self, name: str | None, text: str) -> None:
        if name:
            self.named.append((name, text))
        else:
            self.nameless.append(text)


def words_of(page: str) -> _Words:
    found = _Words()
    found.feed(page)
    return found


PAGE: Final = words_of((UI / "index.html").read_text("utf-8"))


def test_no_words_stand_in_the_code() -> None:
    found = [
        f"{path}: {literal}"
        for path, script in SCRIPTS.items()
        for literal in literals(script)
        if spoken(literal)
    ]
    found += [f"{path}: {text}" for path, script in SCRIPTS.items() for text in shown(script)]
    found += [
        f"{name}: {text}" for name, style in STYLES.items() for text in CONTENT.findall(style)
    ]
    assert found == [], "Words go into ui/js/words/en.js."


def test_every_name_that_is_said_has_words_and_every_word_is_said() -> None:
    said = {literal for script in SCRIPTS.values() for literal in literals(script)}
    asked = {
        name
        for script in SCRIPTS.values()
        for name in re.findall(r"(?<![#.\w])(?:say|nodes)\('([^']+)'", script)
    }
    assert asked - names() == set()
    assert names() - said == set(), "Nobody says these any more."


def test_every_word_of_the_page_from_the_start_has_a_name() -> None:
    assert PAGE.nameless == ["lobby"], "Give it data-word, or data-word- and its attribute."
    assert {name for name, _ in PAGE.named} & names() == set(), "These stand twice."


def edges(style: str) -> Iterator[str]:
    """What `style` says of left and right."""
    logical = BOTH.sub("", SIDES.sub("", style))
    yield from (found[0] for kind in PHYSICAL for found in kind.finditer(logical))
    yield from (found[0] for found in FOUR.finditer(logical) if found[1] != found[2])


def test_no_edge_is_always_left_or_right() -> None:
    found = [f"{name}: {edge}" for name, style in STYLES.items() for edge in edges(style)]
    assert found == [], "Say start and end: margin-inline-start, inset-inline, text-align: start."


def test_this_sees_words_and_edges() -> None:
    for said in (
        "Retry",
        "Write to \0",
        "Sending…",
        " unread",
        "\0 left",
        "Copied",
        "nobody is here",
    ):
        assert spoken(said), said
    for code in ("Enter", "click.rooms", ".invite-head button", "beginning \0", "a[href], button"):
        assert not spoken(code), code
    for marked in ("<em>new</em>", "<p>new", '<b title="new">', "<button alt='\0'>ok</button>"):
        assert spoken(marked), marked
    for said in (
        "node.textContent = 'yes';",
        "$(node).text(many ? 'all' : some)",
        "$(node).append('ok')",
        "button.title = 'off';",
        "$('<img>').attr('alt', 'code')",
        "$('<img>').attr({ alt: 'code' })",
    ):
        assert list(shown(said)), said
    for quiet in (
        "text(say('copy'))",
        "append($('<p class=\"day\">'))",
        "document.title = say('a')",
    ):
        assert not list(shown(quiet)), quiet
    assert CONTENT.search('p::after { content: "new"; }')
    assert list(literals("x.match(/['\"]/g); // it's\ny = 'a' + `b ${c}`;")) == ["a", "b \0"]
    assert words_of('<p>One <b data-word="x">Two</b><img alt="Three"></p>').nameless == [
        "One",
        "Three",
    ]
    for edge in ("margin-left: 1px", "right: 0", "text-align: left", "border-top-left-radius: 0"):
        assert list(edges(f"p {{ {edge}; }}")), edge
    for edge in ("padding: 1px 2px 3px 4px", "env(safe-area-inset-left)", "translateX(1px)"):
        assert list(edges(f"p {{ {edge}; }}")), edge
    assert list(edges("p { left: 1px; right: 2px; }"))
    assert not list(edges("p { left: 1px; right: 1px; }"))
    assert not list(edges("p { margin-inline: 0 1px; inset: 0; padding: 1px 2px 3px 2px; }"))
