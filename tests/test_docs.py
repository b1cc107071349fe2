"""What the documents say is so: settings, commands, links."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from appliance import settings
from appliance.cli.main import parser
from tests.running import ROOT

README: Final = ROOT / "README.md"
BEGIN: Final = "<!-- settings -->"
END: Final = "<!-- /settings -->"
TABLE_COLUMNS: Final = ("Option", "Environment", "Default", "Meaning")

REFRESH: Final = (
    'Refresh it with: python -c "from tests.test_docs import refresh; refresh()" '
    "in the repository's folder."
)

_BLOCK: Final = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_COMMAND: Final = re.compile(
    r"(?:^|[|;&(`]\s*|\$\s+|\bbin/|\bexec\s+\S+\s+)chat-appliance\b([^|;&`\n]*)"
)
_FENCED: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")


def documents() -> list[Path]:
    """Every Markdown file of the repository."""
    return [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md"))]


def markdown_table() -> str:
    """The settings as the README shows them."""
    rows = [
        (
            f"`{settings.option(row)}`",
            f"`{settings.variable(row)}`",
            settings.shown_default(row),
            row.metadata["help"],
        )
        for row in settings.ROWS
    ]
    lines = [TABLE_COLUMNS, tuple("---" for _ in TABLE_COLUMNS), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def with_table(text: str) -> str:
    """`text` with the table of today between the marks."""
    before, found, rest = text.partition(BEGIN)
    old, ended, after = rest.partition(END)
    assert found, f"{README.name} has no {BEGIN}"
    assert ended, f"{README.name} has no {END}"
    assert "#" not in old, f"{END} is in another section than {BEGIN}"
    return f"{before}{BEGIN}\n{markdown_table()}{END}{after}"


def refresh() -> None:
    """Write the table into the README."""
    README.write_text(with_table(README.read_text("utf-8")), "utf-8")


def test_the_readme_has_the_settings_of_today() -> None:
    text = README.read_text("utf-8")
    assert text == with_table(text), f"The table of settings is not the one of today. {REFRESH}"


def quoted_commands(text: str) -> Iterator[list[str]]:
    """The words after `chat-appliance` of every such command in the `sh` blocks of `text`."""
    for block in _BLOCK.findall(text):
        joined = block.replace("\\\n", " ")
        for line in joined.splitlines():
            for words in _COMMAND.findall(line):
                yield shlex.split(words, comments=True)


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_quoted_commands_exist(document: Path) -> None:
    for words in quoted_commands(document.read_text("utf-8")):
        arguments = [word for word in words if not word.startswith((">", "<", "2>"))]
        try:
            parser().parse_args(arguments)
        except SystemExit as ended:
            if ended.code:  # --help and --version end with 0
                pytest.fail(f"{document.name} quotes: chat-appliance {shlex.join(words)}")


def test_options_in_running_text_exist() -> None:
    """Whatever looks like an option of ours outside of code blocks, in `--this` form."""
    known = {
        option
        for command in _subparsers().values()
        for action in command._actions
        for option in action.option_strings
    }
    for document in documents():
        text = re.sub(
            r"^```.*?^```", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
        )
        for quoted in re.findall(r"`chat-appliance ([^`]*)`", text):
            for option in re.findall(r"(?<!\S)--?[a-z][a-z-]*", quoted):
                assert option in known, f"{document.name} quotes {option}"


def _subparsers() -> dict[str, argparse.ArgumentParser]:
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def test_every_command_is_in_the_readme() -> None:
    text = README.read_text("utf-8")
    missing = [name for name in _subparsers() if f"chat-appliance {name}" not in text]
    assert not missing, f"README.md does not say that there is: {', '.join(missing)}"


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    text = _FENCED.sub("", document.read_text("utf-8"))
    missing = [
        link
        for link in _LINK.findall(text)
        if not re.match(r"[a-z]+:|#", link)
        if not (document.parent / link.partition("#")[0]).exists()
    ]
    assert not missing, f"{document.name} links to what is not there: {', '.join(missing)}"
