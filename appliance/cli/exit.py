"""Exit codes that scripts can use, after BSD's sysexits."""

from __future__ import annotations

from typing import Final

from appliance.errors import Problem, Starting, StorageProblem

OK: Final = 0
REFUSED: Final = 65
"""EX_DATAERR: what was to be sent is not acceptable; trying again will not help."""
UNREACHABLE: Final = 69
"""EX_UNAVAILABLE: no chat answers; trying again later may help."""
TRY_AGAIN: Final = 75
"""EX_TEMPFAIL: the chat answers and cannot do it just now."""
CONFIGURATION: Final = 78
"""EX_CONFIG: it cannot start as it was asked to."""

EXIT_CODES: Final = """exit codes:
  0   done
  2   the command line is not right
  65  refused: sending it again will not help
  69  no chat can be reached
  75  the chat cannot do it just now; try again later
  78  it cannot start like this: settings, port or data folder
  130 interrupted"""


class Unreachable(Problem):
    """No chat answers at the address."""

    title = "No chat there"


class TryAgain(Problem):
    """The chat answered that it cannot just now."""

    title = "Not now"


def code_of(problem: Problem) -> int:
    """The exit code that tells of `problem`."""
    if isinstance(problem, Starting | StorageProblem):
        return CONFIGURATION
    if isinstance(problem, Unreachable):
        return UNREACHABLE
    return TRY_AGAIN if isinstance(problem, TryAgain) else REFUSED
