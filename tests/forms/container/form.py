"""The chat in a container as a form like the others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.forms.container.container import RunningContainer
from tests.forms.container.engine import Engine
from tests.forms.form import CONTAINER, Form


@dataclass(frozen=True, slots=True)
class ContainerForm(Form):
    """Its servers run without any right; a user types no command."""

    engine: Engine
    image: str

    @classmethod
    def of(cls, engine: Engine, image: str) -> ContainerForm:
        return cls(CONTAINER, (), engine, image)

    def says(self, *arguments: str) -> str:
        return self.engine.podman("run", "--rm", self.image, *arguments)

    def server(self, data: Path, *options: str) -> RunningContainer:
        # The log goes where the tests look for what went wrong.
        text = ("--log-format", "text")
        return RunningContainer(self.engine, self.image, data, *text, *options)
