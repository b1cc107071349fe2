"""Requests that are all refused with the same sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """What is answered, and the requests, by what is wrong with them, that earn it."""

    status: int
    title: str
    description: str
    requests: dict[str, bytes]
