"""Exit codes that scripts can use, after BSD's sysexits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from appliance.errors import NotWritten, Problem, Starting, StorageFull, StorageProblem
from appliance.web.server.listener import PortKept, PortTaken

OK: Final = 0
USAGE: Final = 2
REFUSED: Final = 65
UNREACHABLE: Final = 69
OUTPUT: Final = 74
TAKEN: Final = 71
TRY_AGAIN: Final = 75
CONFIGURATION: Final = 78
INTERRUPTED: Final = 130

MEANINGS: Final[Mapping[int, str]] = {
    OK: "done",
    USAGE: "the command line is not right",
    REFUSED: "refused: sending it again will not help",
    UNREACHABLE: "no chat can be reached",
    TAKEN: "another program has the port: it may be free later",
    OUTPUT: "the output cannot be written",
    TRY_AGAIN: "the chat cannot do it just now; try again later",
    CONFIGURATION: "it cannot start like this: settings or data folder",
    INTERRUPTED: "interrupted",
}

EXIT_CODES: Final = "\n".join(
    ["exit codes:", *(f"  {code:<4}{meaning}" for code, meaning in MEANINGS.items())]
)


class Usage(Problem):
    """The command line is not right in a way that argparse cannot see."""

    title = "Not a command line"


class Unreachable(Problem):
    """No chat answers at the address."""

    title = "No chat there"


class NotAChat(Unreachable):
    """Something answers at the address, and it is no chat."""


class OutputLost(Problem):
    """What was to be printed cannot be written: a full disk, mostly."""

    title = "No output"


class TryAgain(Problem):
    """The chat answered that it cannot just now."""

    title = "Not now"

    def __init__(self, name: str, retry_after: float = 0, /, **values: object) -> None:
        super().__init__(name, **values)
        self.retry_after = retry_after
        """Seconds the chat asks to wait before the next try."""


class Away(TryAgain):
    """A proxy answered that the chat behind it is not there."""


_CODES: Final[Mapping[type[Problem], int]] = {
    Usage: USAGE,
    Unreachable: UNREACHABLE,
    OutputLost: OUTPUT,
    NotWritten: OUTPUT,
    TryAgain: TRY_AGAIN,
    PortKept: CONFIGURATION,
    PortTaken: TAKEN,  # a service is started again, until it has the port
    Starting: CONFIGURATION,
    StorageFull: TRY_AGAIN,  # a service is started again, and goes on once there is room
    StorageProblem: CONFIGURATION,
}


def code_of(problem: Problem) -> int:
    """The exit code that tells of `problem`."""
    return next((code for kind, code in _CODES.items() if isinstance(problem, kind)), REFUSED)
