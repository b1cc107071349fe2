"""What the nouns of the registry have in common: each is kept as a fact of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

from appliance.feed.facts import Fact


@dataclass(frozen=True, slots=True)
class Noun:
    """Derived from, with a default for each field: what is as usual takes no room in the log, and
    what an older version wrote has the fields that it did not know. Values are JSON's, and tuples.
    """

    noun: ClassVar[str]

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Self:
        """What a fact says."""
        known = {field.name for field in fields(cls)} & value.keys()
        return cls(**{name: _frozen(value[name]) for name in known})

    def fact(self, name: str) -> Fact:
        """That `name` is so."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        usual = {field.name: field.default for field in fields(self)}
        return Fact(
            self.noun, name, {key: value for key, value in said.items() if value != usual[key]}
        )

    @classmethod
    def gone(cls, name: str) -> Fact:
        """That there is no such `name` any more."""
        return Fact(cls.noun, name, None)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
