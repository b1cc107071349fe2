"""Times as entries and answers have them: in UTC, as 2026-03-01T08:15:30.527Z."""

from __future__ import annotations

from datetime import UTC, datetime
from time import time


def moment(seconds: float, precision: str = "milliseconds") -> str:
    """A time in seconds since 1970; `precision` as of `datetime.isoformat`."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec=precision).replace("+00:00", "Z")


def now() -> str:
    """The moment that it is."""
    return moment(time())


def seconds_until(told: str, now: float) -> float:
    """Until such a time; negative where it has passed."""
    return datetime.fromisoformat(told).timestamp() - now
