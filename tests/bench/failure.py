"""The two ways in which a contender has no figures; both are results, not crashes."""

from __future__ import annotations


class Failure(Exception):
    """The contender ran and could not do what was asked; the text says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.server_says = ""  # the last line of the server's log, where it wrote one

    def __str__(self) -> str:
        reason = str(self.args[0])
        return f"{self.server_says} ({reason.partition(':')[0]})" if self.server_says else reason


class Missing(Exception):
    """The contender cannot run on this machine; the text says what is missing."""
