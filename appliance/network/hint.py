"""A likely reason why other devices do not get through, and what helps."""

from __future__ import annotations

from typing import Any, NamedTuple

from appliance.errors import sentence


class Hint(NamedTuple):
    """`cause` is for programs, `name` is that of its words, `command` is for the system's shell."""

    cause: str
    name: str
    command: str | None = None

    @property
    def text(self) -> str:
        return sentence(self.name, {})

    def told(self) -> dict[str, Any]:
        """As JSON tells it."""
        words = {"text": self.text, "code": self.name, "values": {}}
        return {"cause": self.cause, **words, "command": self.command}
