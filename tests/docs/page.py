"""The page for the one who runs the chat, taken apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tests.running import ROOT

TEXT: Final = (ROOT / "docs" / "running.md").read_text("utf-8")

_SECTION: Final = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """What stands under one heading."""

    title: str
    text: str

    @property
    def blocks(self) -> Sequence[Sequence[str]]:
        """The commands of each block, in their order; a line is a command."""
        return [
            [line for line in block.replace("\\\n", " ").splitlines() if line.strip()]
            for block in blocks("sh", self.text)
        ]


def blocks(kind: str, text: str = TEXT) -> list[str]:
    """The blocks of code of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def _sections() -> Mapping[str, Section]:
    parts = _SECTION.split(TEXT)
    return {
        title: Section(title, text) for title, text in zip(parts[1::2], parts[2::2], strict=True)
    }


SECTIONS: Final = _sections()
SYSTEMD: Final = SECTIONS["With systemd"]
CONTAINERS: Final = ("In a container", "With compose")
"""The sections whose commands are for the machine that runs containers."""
